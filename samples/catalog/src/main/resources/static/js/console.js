import { runQuery } from './api.js';
import { byId, make } from './dom.js';
import { paint } from './highlight.js';
import { counted, typeName } from './words.js';

const HIGHEST_EDITOR = 260;

const FROM_A_PLAYLIST = `{
  query: {
    type: 'playlist',
    name: 'Grunge',
    $edge: {}
  }
}`;

const EXAMPLES = [
  ['Where a playlist leads', FROM_A_PLAYLIST],
  ['Artists on a playlist', "{\n  query: {\n    type: 'playlist', name: 'Classical',\n    $edge: { type: 'artist' }\n  }\n}"],
  ['Playlists with opera', "{\n  query: {\n    type: 'playlist',\n    $and: [\n      { $edge: { type: 'genre', name: 'Opera' } }\n    ]\n  }\n}"],
  ['Words in names', "{ query: { name: { $text: 'blues' } } }"],
  ['Long tracks', "{\n  query: {\n    type: 'track',\n    seconds: { $between: [600, 1200] }\n  },\n  field: 'seconds', order: 'desc',\n  $limit: 20\n}"],
  ['Same composer', "{\n  query: { composer: { $like: '%Cobain%' } }\n}"],
  ['Either, but not', "{\n  query: {\n    type: 'artist',\n    $or: [\n      { name: { $startsWith: 'The ' } },\n      { name: { $contains: ' & ' } }\n    ],\n    $not: { name: { $text: 'orchestra' } }\n  }\n}"],
  ['Latest changes', "{\n  field: 'timestamp', order: 'desc',\n  $limit: 10\n}"],
  ['A mistake', "{\n  query: { seconds: { $longer: 600 } }\n}"],
];

/** The query box: asks, explains, and hands the result to the picture. */
export class Console {
  #input = byId('query-input');
  #paint = document.querySelector('.editor-paint');
  #handlers;
  #run = 0;
  #width = 0;

  /** `handlers`: `draw(nodes)` with a result, `choose(id)`. */
  constructor(handlers) {
    this.#handlers = handlers;
    this.#input.addEventListener('input', () => this.#typed());
    this.#input.addEventListener('scroll', () => this.#scrolled());
    this.#input.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        this.#submit();
      }
    });
    byId('query-form').addEventListener('submit', (event) => {
      event.preventDefault();
      this.#submit();
    });
    byId('examples').append(...EXAMPLES.map(([name, text]) => this.#example(name, text)));
    // Lines wrap anew when the width changes, and a hidden box has no height to measure.
    new ResizeObserver(([entry]) => {
      if (entry.contentRect.width !== this.#width) {
        this.#width = entry.contentRect.width;
        this.#fit();
      }
    }).observe(document.querySelector('.editor'));
    this.#fill(FROM_A_PLAYLIST);
  }

  #example(name, text) {
    const item = make('li');
    const button = make('button', 'chip', name);
    button.type = 'button';
    button.addEventListener('click', () => {
      this.#fill(text);
      this.#submit();
    });
    item.append(button);
    return item;
  }

  #fill(text) {
    this.#input.value = text;
    this.#typed();
  }

  #typed() {
    // A last empty line has no height in a <pre> unless something follows it.
    paint(this.#paint, this.#input.value + '\n');
    this.#fit();
    this.#scrolled();
  }

  #fit() {
    this.#input.style.height = 'auto';
    this.#input.style.height = `${Math.min(this.#input.scrollHeight + 2, HIGHEST_EDITOR)}px`;
  }

  #scrolled() {
    this.#paint.scrollTop = this.#input.scrollTop;
    this.#paint.scrollLeft = this.#input.scrollLeft;
  }

  async #submit() {
    const run = ++this.#run;
    byId('query-run').setAttribute('aria-busy', 'true');
    try {
      const answer = await runQuery(this.#input.value.trim() || '{}');
      if (run === this.#run) {
        this.#showError('');
        this.#show(answer);
        if (answer.nodes.length > 0) {
          this.#handlers.draw(answer.nodes);
        }
      }
    } catch (error) {
      if (run === this.#run) {
        this.#showError(error.message);
        byId('results').hidden = true;
      }
    } finally {
      byId('query-run').removeAttribute('aria-busy');
    }
  }

  #showError(text) {
    const place = byId('query-error');
    place.textContent = text;
    place.hidden = text === '';
    this.#input.toggleAttribute('aria-invalid', text !== '');
  }

  #show({ nodes, truncated, micros, explain }) {
    const count = counted(nodes.length, 'node');
    document.querySelector('.results-count').replaceChildren(
      make('strong', '', truncated ? `The first ${count}` : count),
      ` in ${duration(micros)}`,
    );
    drawExplain(explain);
    const body = document.querySelector('.results-body');
    body.replaceChildren(...nodes.map((node) => this.#line(node)));
    byId('results-none').hidden = nodes.length > 0;
    byId('results').hidden = false;
  }

  #line(node) {
    const item = make('li');
    const button = make('button', 'line');
    button.type = 'button';
    button.dataset.id = node.id;
    button.append(make('span', `dot ${node.type}`), make('span', 'line-label', node.label), make('span', 'line-detail', typeName(node.type)));
    button.addEventListener('click', () => this.#handlers.choose(node.id));
    item.append(button);
    return item;
  }
}

const duration = (micros) => (micros < 1_000 ? `${micros} µs` : `${(micros / 1_000).toFixed(1)} ms`);

function drawExplain(explain) {
  const list = document.querySelector('.explain-list');
  list.replaceChildren();
  for (const [name, value] of Object.entries(explain)) {
    const shown = Array.isArray(value) ? value.join(', ') || 'none' : String(value);
    const pair = make('div', typeof value === 'string' || Array.isArray(value) ? 'wide' : '');
    pair.append(make('dt', '', inWords(name)), make('dd', '', shown));
    list.append(pair);
  }
}

const inWords = (name) => name.replace(/[A-Z]/g, (letter) => ' ' + letter.toLowerCase());
