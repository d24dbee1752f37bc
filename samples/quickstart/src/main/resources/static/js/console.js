import { runQuery } from './api.js';
import { byId, make } from './dom.js';
import { paint } from './highlight.js';
import { LiveQuery } from './live.js';

const HIGHEST_EDITOR = 320;

const URGENT = `{
  query: {
    type: 'task',
    status: { $ne: 'done' },
    priority: { $gte: 2 }
  },
  field: 'priority', order: 'desc'
}`;

const EXAMPLES = [
  ['Urgent and open', URGENT],
  ['Search text', "{ query: { title: { $text: 'release' } } }"],
  ['One of two tags', "{ query: { $or: [{ tags: 'docs' }, { tags: 'web' }] } }"],
  ['What urgent work waits for', "{\n  query: {\n    priority: 3,\n    $edge: { status: { $ne: 'done' } }\n  }\n}"],
  ['Latest three', "{\n  query: { type: 'task' },\n  field: 'created', order: 'desc', $limit: 3\n}"],
  ['Nobody assigned', "{ query: { type: 'task', assignee: '' } }"],
  ['Everything', '{}'],
  ['A mistake', "{ query: { priority: { $above: 2 } } }"],
];

/** The query box: runs a query once, or keeps its result up to date. */
export class Console {
  #input = byId('query-input');
  #paint = document.querySelector('.editor-paint');
  #live = null;
  #nodes = new Map();
  #answer = null;
  #shape = 'cards';
  #run = 0;
  #drawing = 0;
  #width = 0;

  constructor() {
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
    byId('query-live').addEventListener('change', () => this.#submit());
    byId('examples').append(...EXAMPLES.map(([name, text]) => this.#example(name, text)));
    for (const button of document.querySelectorAll('[data-shape]')) {
      button.addEventListener('click', () => this.#reshape(button.dataset.shape));
    }
    // Lines wrap anew when the width changes, and a hidden box has no height to measure.
    new ResizeObserver(([entry]) => {
      if (entry.contentRect.width !== this.#width) {
        this.#width = entry.contentRect.width;
        this.#fit();
      }
    }).observe(document.querySelector('.editor'));
    this.#fill(URGENT);
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
    const query = this.#input.value.trim() || '{}';
    this.#live?.close();
    this.#live = null;
    byId('query-run').setAttribute('aria-busy', 'true');
    try {
      const answer = await runQuery(query);
      if (run === this.#run) {
        this.#answered(answer, query);
      }
    } catch (error) {
      if (run === this.#run) {
        this.#failed(error);
      }
    } finally {
      byId('query-run').removeAttribute('aria-busy');
    }
  }

  #answered(answer, query) {
    this.#showError('');
    this.#answer = answer;
    this.#nodes = new Map(answer.nodes.map((node) => [node.id, node]));
    this.#draw();
    if (byId('query-live').checked) {
      this.#follow(query);
    }
  }

  #failed(error) {
    this.#showError(error.message);
    this.#answer = null;
    byId('results').hidden = true;
  }

  #showError(text) {
    const place = byId('query-error');
    place.textContent = text;
    place.hidden = text === '';
    this.#input.toggleAttribute('aria-invalid', text !== '');
  }

  /** Events say that something changed in the result; what it is now, and in which order, the server says best. */
  #follow(query) {
    const run = this.#run;
    let complete = false;
    const askAgain = () => {
      clearTimeout(this.#drawing);
      this.#drawing = setTimeout(() => this.#again(run, query), 60);
    };
    this.#live = new LiveQuery(query, {
      reset: () => (complete = false),
      event: () => complete && askAgain(),
      ready: () => {
        complete = true;
        askAgain();
      },
    });
  }

  async #again(run, query) {
    try {
      const answer = await runQuery(query);
      if (run === this.#run) {
        const before = this.#nodes;
        this.#answer = answer;
        this.#nodes = new Map(answer.nodes.map((node) => [node.id, node]));
        this.#draw(before);
      }
    } catch {
      // The connection shows as lost, and the next event or reset asks again.
    }
  }

  #reshape(shape) {
    this.#shape = shape;
    for (const button of document.querySelectorAll('[data-shape]')) {
      button.setAttribute('aria-pressed', String(button.dataset.shape === shape));
    }
    this.#draw();
  }

  #draw(before) {
    if (!this.#answer) {
      return;
    }
    const { nodes, truncated, micros, explain } = this.#answer;
    const count = nodes.length === 1 ? '1 node' : `${nodes.length} nodes`;
    document.querySelector('.results-count').replaceChildren(
      make('strong', '', truncated ? `The first ${count}` : count),
      ` in ${duration(micros)}`,
    );
    drawExplain(explain);
    const body = document.querySelector('.results-body');
    if (nodes.length === 0) {
      body.replaceChildren(make('p', 'results-none', 'No node matches.'));
    } else if (this.#shape === 'table') {
      body.replaceChildren(table(nodes));
    } else {
      body.replaceChildren(...nodes.map((node) => resultCard(node, before && before.get(node.id)?.timestamp !== node.timestamp)));
    }
    byId('results').hidden = false;
  }
}

const duration = (micros) => (micros < 1_000 ? `${micros} µs` : `${(micros / 1_000).toFixed(1)} ms`);

function drawExplain(explain) {
  const list = document.querySelector('.explain-list');
  list.replaceChildren();
  for (const [name, value] of Object.entries(explain)) {
    const shown = Array.isArray(value) ? value.join(', ') || 'none' : shortText(value);
    const pair = make('div', typeof value === 'number' || typeof value === 'boolean' ? '' : 'wide');
    pair.append(make('dt', '', inWords(name)), make('dd', '', shown));
    list.append(pair);
  }
}

const inWords = (name) => name.replace(/[A-Z]/g, (letter) => ' ' + letter.toLowerCase());

function resultCard(node, isNew) {
  const card = make('article', isNew ? 'result flash' : 'result');
  const { title, name, ...rest } = node.value;
  const head = title ?? name;
  const heading = make('h3', '', typeof head === 'string' ? head : node.id);
  const facts = make('ul', 'facts');
  facts.setAttribute('role', 'list');
  for (const [key, value] of Object.entries(rest)) {
    if (['type', 'position', 'created', 'updated'].includes(key) || value === '' || value?.length === 0) {
      continue;
    }
    const fact = make('li');
    fact.append(make('span', 'fact-name', key), ' ', Array.isArray(value) ? value.join(', ') : shortText(value));
    facts.append(fact);
  }
  const details = make('details');
  const source = make('pre', 'source');
  details.append(make('summary', '', 'JSON'), source);
  details.addEventListener('toggle', () => details.open && paint(source, JSON.stringify(node, null, 2)), { once: true });
  card.append(heading, facts, details);
  return card;
}

const shortText = (value) => {
  const text = value !== null && typeof value === 'object' ? JSON.stringify(value) : String(value);
  return text.length > 80 ? text.slice(0, 80) + '…' : text;
};

function table(nodes) {
  const columns = [...new Set(nodes.flatMap((node) => Object.keys(node.value)))].sort(byUse);
  const frame = make('div', 'table-frame');
  frame.tabIndex = 0;
  frame.setAttribute('role', 'region');
  frame.setAttribute('aria-label', 'Result as a table');
  const element = make('table');
  const headRow = element.createTHead().insertRow();
  for (const name of [...columns, 'edges', 'id']) {
    const cell = make('th', '', name);
    cell.scope = 'col';
    headRow.append(cell);
  }
  const body = element.createTBody();
  for (const node of nodes) {
    const row = body.insertRow();
    for (const name of columns) {
      const value = node.value[name];
      row.insertCell().textContent = value === undefined ? '' : Array.isArray(value) ? value.join(', ') : shortText(value);
    }
    row.insertCell().textContent = node.edges.length;
    row.insertCell().textContent = node.id;
  }
  frame.append(element);
  return frame;
}

const USE = ['title', 'name', 'status', 'assignee', 'priority', 'tags'];

function byUse(a, b) {
  const rank = (name) => (USE.includes(name) ? USE.indexOf(name) : USE.length);
  return rank(a) - rank(b) || a.localeCompare(b);
}
