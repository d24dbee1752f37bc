import { byId } from './dom.js';

/** The menu of a card: what a drag does, for fingers and keyboards, and the rest. */
export class CardMenu {
  #menu = byId('card-menu');
  #run;
  #id = null;
  #opener = null;

  constructor(run) {
    this.#run = run;
    this.#menu.addEventListener('click', (event) => {
      const item = event.target.closest('[role="menuitem"]');
      if (item) {
        const opener = this.#opener;
        this.#menu.hidePopover();
        opener?.focus({ preventScroll: true });
        this.#run(this.#id, item.dataset.command, item.dataset.status);
      }
    });
    this.#menu.addEventListener('keydown', (event) => this.#keyed(event));
    this.#menu.addEventListener('toggle', (event) => {
      if (event.newState === 'closed') {
        this.#opener?.setAttribute('aria-expanded', 'false');
      }
    });
    const dismiss = () => this.#menu.matches(':popover-open') && this.#menu.hidePopover();
    addEventListener('resize', dismiss);
    addEventListener('scroll', dismiss, { passive: true, capture: true });
  }

  open(id, opener, state) {
    this.#id = id;
    this.#opener = opener;
    for (const item of this.#items()) {
      item.disabled =
        item.dataset.status === state.status ||
        (item.dataset.command === 'up' && state.first) ||
        (item.dataset.command === 'down' && state.last);
    }
    this.#menu.showPopover();
    opener.setAttribute('aria-expanded', 'true');
    this.#place(opener.getBoundingClientRect());
    this.#items().find((item) => !item.disabled)?.focus({ preventScroll: true });
  }

  #items() {
    return [...this.#menu.querySelectorAll('[role="menuitem"]')];
  }

  #place(anchor) {
    const box = this.#menu.getBoundingClientRect();
    const left = Math.max(8, Math.min(anchor.right - box.width, innerWidth - box.width - 8));
    const below = anchor.bottom + 4;
    const top = below + box.height > innerHeight - 8 ? Math.max(8, anchor.top - box.height - 4) : below;
    this.#menu.style.left = `${left}px`;
    this.#menu.style.top = `${top}px`;
  }

  #keyed(event) {
    const items = this.#items().filter((item) => !item.disabled);
    const at = items.indexOf(document.activeElement);
    const next = {
      ArrowDown: (at + 1) % items.length,
      ArrowUp: (at - 1 + items.length) % items.length,
      Home: 0,
      End: items.length - 1,
    }[event.key];
    if (next !== undefined) {
      event.preventDefault();
      items[next].focus();
    } else if (event.key === 'Escape' || event.key === 'Tab') {
      event.preventDefault();
      this.#menu.hidePopover();
      this.#opener?.focus({ preventScroll: true });
    }
  }
}
