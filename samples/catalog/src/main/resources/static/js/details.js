import * as api from './api.js';
import { byId, make } from './dom.js';
import { counted, facts, length, number, typeName } from './words.js';

const WITH_TRACKS = ['artist', 'album', 'genre', 'playlist'];
const MOST_LINKS = 24;

/**
 * The panel about the chosen node.
 *
 * <p>`actions`: `go(id)`, `expand()`, `alone()`, `hide()`, `close()`, `add(track)`, `take(playlist, track)`,
 * `rename(node)`, `remove(node)`.
 */
export class Details {
  #panel = byId('details');
  #actions;
  #node = null;
  #page = 0;
  #order = 'name';
  #descending = false;
  #run = 0;

  constructor(actions) {
    this.#actions = actions;
    byId('details-close').addEventListener('click', () => actions.close());
    byId('details-expand').addEventListener('click', () => actions.expand());
    byId('details-alone').addEventListener('click', () => actions.alone());
    byId('details-hide').addEventListener('click', () => actions.hide());
    byId('details-add').addEventListener('click', () => actions.add(this.#node));
    byId('details-rename').addEventListener('click', () => actions.rename(this.#node));
    byId('details-remove').addEventListener('click', () => actions.remove(this.#node));
    byId('tracks-back').addEventListener('click', () => this.#turn(-1));
    byId('tracks-on').addEventListener('click', () => this.#turn(1));
    for (const button of document.querySelectorAll('[data-order]')) {
      button.addEventListener('click', () => this.#sort(button.dataset.order));
    }
  }

  get isOpen() {
    return !this.#panel.hidden;
  }

  /** Shows a node, or nothing. `hidden` is how many of its neighbours the picture lacks. */
  show(node, hidden) {
    const isSame = node !== null && node.id === this.#node?.id;
    const isNews = !isSame || node.timestamp !== this.#node.timestamp;
    this.#node = node;
    this.#panel.hidden = node === null;
    if (node === null) {
      this.#run++;
      return;
    }
    this.#buttons(hidden);
    if (isNews) {
      if (!isSame) {
        this.#page = 0;
        this.#panel.scrollTop = 0;
      }
      this.#head();
      this.#load(isSame);
    }
  }

  /** Shows the node again, although it is the same: what leads to it has changed. */
  reload(node, hidden) {
    if (this.#node?.id === node.id) {
      this.#node = node;
      this.#buttons(hidden);
      this.#head();
      this.#load(true);
    }
  }

  #buttons(hidden) {
    const expand = byId('details-expand');
    expand.hidden = hidden === 0;
    expand.textContent = hidden > MOST_LINKS ? `Show ${MOST_LINKS} of ${number(hidden)} more` : `Show ${hidden} more`;
    byId('details-add').hidden = this.#node.type !== 'track';
    for (const id of ['details-rename', 'details-remove']) {
      byId(id).hidden = this.#node.type !== 'playlist';
    }
  }

  #head() {
    const { type, label, neighbours } = this.#node;
    const kind = byId('details-type');
    kind.replaceChildren(make('span', `dot ${type}`), typeName(type));
    byId('details-label').textContent = label;
    const list = byId('details-facts');
    list.replaceChildren();
    for (const [name, value] of [...facts(this.#node), ['linked with', counted(neighbours, 'node')]]) {
      const pair = make('div');
      pair.append(make('dt', '', name), make('dd', '', value));
      list.append(pair);
    }
  }

  async #load(isSame) {
    const run = ++this.#run;
    const { id, type } = this.#node;
    const hasTracks = WITH_TRACKS.includes(type);
    if (!isSame) {
      byId('details-links').replaceChildren();
      byId('details-linked').hidden = true;
      byId('details-tracks').hidden = true;
    }
    const [near] = await Promise.all([
      // What a genre or a playlist is linked with are tracks, which have a list of their own.
      ['genre', 'playlist'].includes(type) ? { nodes: [] } : api.neighbours(id, 0, MOST_LINKS).catch(() => ({ nodes: [] })),
      hasTracks ? this.#loadTracks(run) : null,
    ]);
    if (run !== this.#run) {
      return;
    }
    const links = near.nodes.filter((node) => !hasTracks || node.type !== 'track');
    byId('details-linked').hidden = links.length === 0;
    byId('details-links').replaceChildren(...links.map((node) => this.#link(node)));
  }

  #link(node) {
    const item = make('li');
    const button = make('button', 'line');
    button.type = 'button';
    button.append(make('span', `dot ${node.type}`), make('span', 'line-label', node.label));
    button.addEventListener('click', () => this.#actions.go(node.id));
    item.append(button);
    if (this.#node.type === 'track' && node.type === 'playlist') {
      item.append(this.#takeButton(node.id, this.#node.id, `Take off “${node.label}”`));
    }
    return item;
  }

  #takeButton(playlist, track, label) {
    const button = make('button', 'icon-button small');
    button.type = 'button';
    button.setAttribute('aria-label', label);
    button.title = label;
    button.append(make('span', 'cross', '×'));
    button.addEventListener('click', () => this.#actions.take(playlist, track));
    return button;
  }

  // --- tracks, page by page --------------------------------------------------------------------------------------

  #turn(by) {
    this.#page += by;
    this.#loadTracks(this.#run);
  }

  #sort(order) {
    this.#descending = this.#order === order && !this.#descending;
    this.#order = order;
    this.#page = 0;
    this.#loadTracks(this.#run);
  }

  async #loadTracks(run) {
    const { id, type } = this.#node;
    let page;
    try {
      page = await api.tracksOf(type, id, this.#page, this.#order, this.#descending);
      if (page.rows.length === 0 && page.pages > 0) {
        this.#page = page.pages - 1;
        page = await api.tracksOf(type, id, this.#page, this.#order, this.#descending);
      }
    } catch (error) {
      page = { rows: [], page: 0, pages: 0, total: 0, problem: error.message };
    }
    if (run === this.#run) {
      this.#drawTracks(page);
    }
  }

  #drawTracks({ rows, page, pages, total, problem }) {
    byId('details-tracks').hidden = false;
    byId('tracks-count').textContent = problem ?? counted(total, 'track');
    byId('tracks-head').hidden = total === 0;
    for (const button of document.querySelectorAll('[data-order]')) {
      const isOn = button.dataset.order === this.#order;
      button.setAttribute('aria-pressed', String(isOn));
      button.dataset.direction = isOn ? (this.#descending ? 'down' : 'up') : '';
    }
    byId('tracks-list').replaceChildren(...rows.map((row) => this.#track(row)));
    byId('tracks-pager').hidden = pages < 2;
    byId('tracks-page').textContent = `Page ${number(page + 1)} of ${number(pages)}`;
    byId('tracks-back').disabled = page === 0;
    byId('tracks-on').disabled = page + 1 >= pages;
  }

  #track(row) {
    const item = make('li');
    const button = make('button', 'line track-line');
    button.type = 'button';
    button.append(make('span', 'line-label', row.name), make('span', 'track-length', length(row.seconds)));
    if (this.#node.type !== 'album') {
      const by = this.#node.type === 'artist' ? [row.album.title] : [row.album.artist.name, row.album.title];
      button.append(make('span', 'line-detail', by.join(' · ')));
    }
    button.addEventListener('click', () => this.#actions.go(row.id));
    item.append(button);
    if (this.#node.type === 'playlist') {
      item.append(this.#takeButton(this.#node.id, row.id, `Take “${row.name}” off`));
    }
    return item;
  }
}
