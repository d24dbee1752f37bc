import * as api from './api.js';
import { announce, byId, make } from './dom.js';
import { TYPES, typeName } from './words.js';

const TYPING_PAUSE = 140;

/** The search box with its suggestions, and the list below it, which grows part by part. */
export class Search {
  #input = byId('search-input');
  #box = byId('suggestions');
  #list = byId('found');
  #more = byId('found-more');
  #choose;
  #type = 'artist';
  #next = '';
  #asked = 0;
  #typing = 0;
  #active = -1;

  /** `choose(id)` is called with what somebody picks. */
  constructor(choose) {
    this.#choose = choose;
    this.#input.addEventListener('input', () => this.#typed());
    this.#input.addEventListener('keydown', (event) => this.#key(event));
    this.#input.addEventListener('blur', () => this.#close());
    // Before the blur, which would close the list under the finger.
    this.#box.addEventListener('pointerdown', (event) => event.preventDefault());
    byId('search-form').addEventListener('submit', (event) => {
      event.preventDefault();
      this.#close();
      this.#search();
    });
    for (const button of document.querySelectorAll('[data-type-button]')) {
      button.addEventListener('click', () => this.show(button.dataset.typeButton));
    }
    this.#more.addEventListener('click', () => this.#load());
    this.#search();
  }

  /** Whether the list depends on playlists. */
  get isAboutPlaylists() {
    return ['playlist', 'charts'].includes(this.#type);
  }

  /** Lists another type. */
  show(type) {
    this.#type = type;
    for (const button of document.querySelectorAll('[data-type-button]')) {
      button.setAttribute('aria-pressed', String(button.dataset.typeButton === type));
    }
    byId('new-playlist').hidden = type !== 'playlist';
    this.#search();
  }

  /** Asks anew, because something in the list has changed. */
  refresh() {
    this.#search({ quietly: true });
  }

  mark(id) {
    for (const button of this.#list.querySelectorAll('button')) {
      button.toggleAttribute('aria-current', button.dataset.id === id);
    }
  }

  // --- the list --------------------------------------------------------------------------------------------------

  #typed() {
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => {
      this.#suggest();
      // Nobody searches the charts.
      this.show(this.#type === 'charts' ? 'track' : this.#type);
    }, TYPING_PAUSE);
  }

  #search(options) {
    this.#next = '';
    return this.#load(options);
  }

  async #load({ quietly = false } = {}) {
    const run = ++this.#asked;
    const after = this.#next;
    const many = TYPES[this.#type]?.[1] ?? 'Tracks';
    this.#list.setAttribute('aria-busy', 'true');
    try {
      const { items, next } =
        this.#type === 'charts' ? await api.charts() : await api.search(this.#type, this.#input.value.trim(), after);
      if (run !== this.#asked) {
        return;
      }
      const lines = items.map((item) => this.#line(item));
      if (after === '') {
        this.#list.replaceChildren(...lines);
      } else {
        this.#list.append(...lines);
        lines[0]?.querySelector('button').focus();
      }
      this.#next = next ?? '';
      this.#more.hidden = !next;
      const none = this.#list.childElementCount === 0;
      this.#say(none ? (this.#type === 'charts' ? 'No track is on a playlist.' : `No ${many.toLowerCase()} with these words.`) : '');
      if (!quietly && after !== '') {
        announce(`${lines.length} more ${many.toLowerCase()}`);
      }
    } catch (error) {
      if (run === this.#asked) {
        this.#more.hidden = after === '';
        if (after === '') {
          this.#list.replaceChildren();
        }
        this.#say(error.message, true);
      }
    } finally {
      if (run === this.#asked) {
        this.#list.setAttribute('aria-busy', 'false');
      }
    }
  }

  #say(text, isError = false) {
    const place = byId('found-note');
    place.textContent = text;
    place.hidden = text === '';
    place.classList.toggle('error', isError);
  }

  #line({ id, type, label, detail }) {
    const item = make('li');
    const button = make('button', 'line');
    button.type = 'button';
    button.dataset.id = id;
    button.append(make('span', `dot ${type}`), make('span', 'line-label', label));
    if (detail) {
      button.append(make('span', 'line-detail', detail));
    }
    button.addEventListener('click', () => this.#choose(id));
    item.append(button);
    return item;
  }

  // --- suggestions -----------------------------------------------------------------------------------------------

  async #suggest() {
    const words = this.#input.value.trim();
    if (words.length < 2) {
      this.#close();
      return;
    }
    let items = [];
    try {
      items = await api.suggest(words);
    } catch {
      // The list below says what is wrong.
    }
    if (words !== this.#input.value.trim() || document.activeElement !== this.#input) {
      return;
    }
    this.#active = -1;
    this.#box.replaceChildren(...items.map((item, index) => this.#option(item, index)));
    this.#open(items.length > 0);
  }

  #option({ id, type, label, detail }, index) {
    const option = make('li', 'option');
    option.id = 'suggestion-' + index;
    option.setAttribute('role', 'option');
    option.dataset.id = id;
    option.append(make('span', `dot ${type}`), make('span', 'line-label', label));
    option.append(make('span', 'line-detail', [typeName(type), detail].filter(Boolean).join(' · ')));
    option.addEventListener('click', () => this.#pick(id));
    return option;
  }

  #pick(id) {
    this.#close();
    this.#choose(id);
  }

  #open(isOpen) {
    this.#box.hidden = !isOpen;
    this.#input.setAttribute('aria-expanded', String(isOpen));
    if (!isOpen) {
      this.#input.removeAttribute('aria-activedescendant');
    }
  }

  #close() {
    this.#open(false);
  }

  #key(event) {
    const options = [...this.#box.children];
    if (this.#box.hidden || options.length === 0) {
      return;
    }
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      const by = event.key === 'ArrowDown' ? 1 : -1;
      this.#active = (this.#active + by + options.length + (this.#active < 0 && by < 0 ? 1 : 0)) % options.length;
      options.forEach((option, index) => option.setAttribute('aria-selected', String(index === this.#active)));
      this.#input.setAttribute('aria-activedescendant', options[this.#active].id);
      options[this.#active].scrollIntoView({ block: 'nearest' });
    } else if (event.key === 'Enter' && this.#active >= 0) {
      event.preventDefault();
      this.#pick(options[this.#active].dataset.id);
    } else if (event.key === 'Escape') {
      event.preventDefault();
      this.#close();
    }
  }
}
