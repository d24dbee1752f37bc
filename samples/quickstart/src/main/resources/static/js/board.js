import { byId, calm, make } from './dom.js';
import { createCard, updateCard } from './card.js';
import { STATUSES } from './store.js';

/** Draws the columns from the store, and turns clicks and drags into calls of `commands`. */
export class Board {
  #store;
  #commands;
  #cards = new Map();
  #lists = new Map();
  #dragged = null;
  #marker = make('li', 'drop-marker');
  #drawn = false;

  constructor(store, commands) {
    this.#store = store;
    this.#commands = commands;
    this.#marker.setAttribute('aria-hidden', 'true');
    for (const status of STATUSES) {
      const column = document.querySelector(`.column[data-status="${status}"]`);
      this.#lists.set(status, column.querySelector('.cards'));
      this.#acceptDrops(column, status);
    }
    byId('columns').addEventListener('click', (event) => this.#clicked(event));
  }

  card(id) {
    return this.#cards.get(id) ?? null;
  }

  draw() {
    if (this.#store.resetting) {
      return;
    }
    const before = this.#places();
    const focused = document.activeElement;
    const alive = new Set();
    for (const status of STATUSES) {
      this.#drawColumn(status, alive);
    }
    for (const [id, element] of this.#cards) {
      if (!alive.has(id)) {
        this.#cards.delete(id);
        element.remove();
      }
    }
    // Moving an element takes the focus from it.
    if (focused !== document.activeElement && focused?.isConnected) {
      focused.focus({ preventScroll: true });
    }
    this.#glide(before);
    this.#drawn = true;
    byId('columns').removeAttribute('aria-busy');
  }

  #drawColumn(status, alive) {
    const list = this.#lists.get(status);
    const tasks = this.#store.column(status);
    let next = list.firstElementChild;
    for (const task of tasks) {
      alive.add(task.id);
      let element = this.#cards.get(task.id);
      if (!element) {
        element = createCard(task);
        this.#cards.set(task.id, element);
      }
      updateCard(element, task, (id) => this.#store.task(id));
      if (next === this.#marker) {
        next = next.nextElementSibling;
      }
      if (element === next) {
        next = next.nextElementSibling;
      } else {
        list.insertBefore(element, next);
      }
    }
    const column = list.closest('.column');
    column.querySelector('.column-count').textContent = tasks.length;
    column.querySelector('.column-count').setAttribute('aria-label', tasks.length === 1 ? '1 task' : `${tasks.length} tasks`);
    this.#drawEmpty(column, status, tasks.length === 0);
  }

  #drawEmpty(column, status, isEmpty) {
    const box = column.querySelector('.empty');
    const nothingAtAll = this.#store.tasks().length === 0;
    const kind = !isEmpty ? '' : status === 'todo' && nothingAtAll ? 'board' : 'column';
    if (box.dataset.kind === kind) {
      return;
    }
    box.dataset.kind = kind;
    box.hidden = kind === '';
    if (kind === 'board') {
      const button = make('button', 'button', 'Put a few examples on it');
      button.type = 'button';
      button.addEventListener('click', () => this.#commands.addExamples(button));
      box.replaceChildren(
        make('p', 'empty-title', 'Nothing on the board yet'),
        make('p', '', 'Write the first task above, or start with examples.'),
        button,
      );
    } else if (kind === 'column') {
      const text = { todo: 'Nothing waits to be done.', doing: 'Nobody is on anything.', done: 'Nothing finished yet.' };
      box.replaceChildren(make('p', '', text[status]));
    }
  }

  #places() {
    const places = new Map();
    if (this.#drawn && !calm()) {
      for (const [id, element] of this.#cards) {
        places.set(id, element.getBoundingClientRect());
      }
    }
    return places;
  }

  /** Cards that changed place glide there, so that the eye can follow a change made in another window. */
  #glide(before) {
    if (!this.#drawn || calm()) {
      return;
    }
    for (const [id, element] of this.#cards) {
      const from = before.get(id);
      if (!from) {
        element.animate([{ opacity: 0, transform: 'translateY(-6px)' }, { opacity: 1, transform: 'none' }], {
          duration: 180,
          easing: 'ease-out',
        });
        continue;
      }
      const to = element.getBoundingClientRect();
      const x = from.left - to.left;
      const y = from.top - to.top;
      if (Math.abs(x) > 1 || Math.abs(y) > 1) {
        element.animate([{ transform: `translate(${x}px, ${y}px)` }, { transform: 'none' }], {
          duration: 220,
          easing: 'cubic-bezier(.2,.7,.3,1)',
        });
      }
    }
  }

  /** Draws attention to a card that somebody else has changed. */
  flash(id) {
    const element = this.card(id);
    if (element) {
      element.classList.remove('flash');
      element.getBoundingClientRect(); // Lets the animation start again.
      element.classList.add('flash');
      setTimeout(() => element.classList.remove('flash'), 2_200);
    }
  }

  show(id) {
    const element = this.card(id);
    if (element) {
      element.scrollIntoView({ block: 'center', behavior: calm() ? 'auto' : 'smooth' });
      element.querySelector('[data-part="title"]').focus({ preventScroll: true });
      this.flash(id);
    }
  }

  #clicked(event) {
    const button = event.target.closest('button');
    const card = event.target.closest('.card');
    if (!button || !card) {
      return;
    }
    if (button.dataset.show) {
      this.show(button.dataset.show);
    } else if (button.dataset.part === 'title') {
      this.#commands.edit(card.dataset.id);
    } else if (button.dataset.part === 'more') {
      this.#commands.menu(card.dataset.id, button);
    }
  }

  #acceptDrops(column, status) {
    const list = this.#lists.get(status);
    column.addEventListener('dragstart', (event) => {
      const card = event.target.closest?.('.card');
      if (card) {
        this.#dragged = card.dataset.id;
        event.dataTransfer.effectAllowed = 'move';
        event.dataTransfer.setData('text/plain', card.querySelector('[data-part="title"]').textContent);
        setTimeout(() => card.classList.add('dragging'));
      }
    });
    column.addEventListener('dragend', () => this.#endDrag());
    column.addEventListener('dragover', (event) => {
      if (this.#dragged) {
        event.preventDefault();
        event.dataTransfer.dropEffect = 'move';
        column.classList.add('drop-target');
        const next = this.#cardBelow(list, event.clientY);
        if (next ? this.#marker.nextElementSibling !== next : list.lastElementChild !== this.#marker) {
          list.insertBefore(this.#marker, next);
        }
      }
    });
    column.addEventListener('dragleave', (event) => {
      if (!column.contains(event.relatedTarget)) {
        column.classList.remove('drop-target');
        this.#marker.remove();
      }
    });
    column.addEventListener('drop', (event) => {
      if (this.#dragged) {
        event.preventDefault();
        const id = this.#dragged;
        const next = this.#cardBelow(list, event.clientY);
        this.#endDrag();
        this.#commands.move(id, status, next?.dataset.id ?? null);
      }
    });
  }

  #cardBelow(list, y) {
    const others = [...list.querySelectorAll('.card')].filter(
      (card) => card.dataset.id !== this.#dragged && !card.classList.contains('saving'),
    );
    return (
      others.find((card) => {
        const box = card.getBoundingClientRect();
        return y < box.top + box.height / 2;
      }) ?? null
    );
  }

  #endDrag() {
    this.card(this.#dragged)?.classList.remove('dragging');
    this.#dragged = null;
    this.#marker.remove();
    document.querySelectorAll('.drop-target').forEach((column) => column.classList.remove('drop-target'));
  }
}
