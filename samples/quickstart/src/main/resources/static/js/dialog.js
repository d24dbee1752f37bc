import { byId, make } from './dom.js';
import { STATUS_NAMES } from './store.js';

/** The form for one task. `commands`: save(id, draft), link(id, on), unlink(id, on), remove(id). */
export class TaskDialog {
  #dialog = byId('task-dialog');
  #form = byId('task-form');
  #store;
  #commands;
  #id = null;

  constructor(store, commands) {
    this.#store = store;
    this.#commands = commands;
    this.#form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#save();
    });
    this.#dialog.addEventListener('click', (event) => {
      if (event.target === this.#dialog || event.target.closest('[data-close]')) {
        this.#dialog.close();
      } else if (event.target.closest('[data-remove]')) {
        this.#dialog.close();
        this.#commands.remove(this.#id);
      }
    });
    byId('task-depends').addEventListener('change', (event) => this.#link(event.target));
  }

  open(id) {
    const task = this.#store.task(id);
    if (!task) {
      return;
    }
    this.#id = id;
    this.#form.elements.title.value = task.title;
    this.#form.elements.assignee.value = task.assignee;
    this.#form.elements.tags.value = task.tags.join(', ');
    this.#form.elements.priority.value = String(task.priority);
    this.#showErrors({});
    this.#offerPeople();
    this.#drawDepends();
    this.#dialog.showModal();
    this.#form.elements.title.select();
  }

  /** The task may change under the form: what it waits for is always shown as it is now. */
  refresh() {
    if (this.#dialog.open) {
      this.#drawDepends();
    }
  }

  async #save() {
    const id = this.#id;
    const draft = {
      title: this.#form.elements.title.value.trim(),
      assignee: this.#form.elements.assignee.value.trim(),
      tags: splitTags(this.#form.elements.tags.value),
      priority: Number(this.#form.elements.priority.value),
    };
    const error = await this.#commands.save(id, draft);
    if (!error) {
      this.#dialog.close();
    } else if (this.#id === id && this.#dialog.open) {
      this.#showErrors(error.fields, error.message);
    }
  }

  #showErrors(fields, message) {
    let first = null;
    const known = [...this.#form.querySelectorAll('[data-error]')];
    for (const place of known) {
      const text = fields[place.dataset.error] ?? '';
      place.textContent = text;
      place.hidden = text === '';
      const input = this.#form.elements[place.dataset.error];
      input?.toggleAttribute('aria-invalid', text !== '');
      first ??= text === '' ? null : input;
    }
    if (message && !first) {
      const place = known[0];
      place.textContent = message;
      place.hidden = false;
    }
    first?.focus();
  }

  #offerPeople() {
    const people = new Set(this.#store.tasks().map((task) => task.assignee));
    people.delete('');
    byId('people').replaceChildren(
      ...[...people].sort().map((name) => {
        const option = make('option');
        option.value = name;
        return option;
      }),
    );
  }

  #drawDepends() {
    const task = this.#store.task(this.#id);
    if (!task) {
      this.#dialog.close();
      return;
    }
    const chosen = task.dependsOn.map((id) => this.#store.task(id)).filter((other) => other !== null);
    byId('depends-list').replaceChildren(
      ...chosen.map((other) => {
        const item = make('li', 'depends-item');
        item.dataset.status = other.status;
        const remove = make('button', 'text-button', 'Remove');
        remove.type = 'button';
        remove.setAttribute('aria-label', 'No longer wait for ' + other.title);
        remove.addEventListener('click', () => this.#change(() => this.#commands.unlink(this.#id, other.id)));
        item.append(make('span', 'depends-title', other.title), make('span', 'depends-status', STATUS_NAMES[other.status]), remove);
        return item;
      }),
    );
    const select = byId('task-depends');
    if (document.activeElement === select) {
      return;
    }
    const others = this.#store
      .tasks()
      .filter((other) => other.id !== this.#id && !other.saving && !task.dependsOn.includes(other.id))
      .sort((a, b) => a.title.localeCompare(b.title));
    const none = make('option', '', others.length === 0 ? 'No other task to wait for' : 'Add a task to wait for…');
    none.value = '';
    select.replaceChildren(
      none,
      ...others.map((other) => {
        const option = make('option', '', other.title);
        option.value = other.id;
        return option;
      }),
    );
    select.disabled = others.length === 0;
  }

  #link(select) {
    const on = select.value;
    if (on) {
      select.value = '';
      select.blur();
      this.#change(() => this.#commands.link(this.#id, on));
    }
  }

  async #change(run) {
    const place = this.#form.querySelector('[data-error="depends"]');
    const error = await run();
    place.textContent = error?.message ?? '';
    place.hidden = !error;
    this.#drawDepends();
  }
}

export function splitTags(text) {
  const tags = text.split(/[,\s]+/u).map((tag) => tag.replace(/^#+/, '').toLowerCase());
  return [...new Set(tags.filter((tag) => tag !== ''))];
}

/** Asks before something is lost. */
export function confirmRemoval(text) {
  const dialog = byId('confirm-dialog');
  byId('confirm-text').textContent = text;
  dialog.returnValue = 'cancel';
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => resolve(dialog.returnValue === 'remove'), { once: true });
  });
}
