export const STATUSES = ['todo', 'doing', 'done'];
export const STATUS_NAMES = { todo: 'To do', doing: 'In progress', done: 'Done' };
export const PRIORITY_NAMES = { 1: 'Low', 2: 'Normal', 3: 'High' };

/**
 * What the page knows: the nodes as the server has them, and on top of them what the user has just done and the server
 * has not confirmed yet.
 */
export class Store {
  #nodes = new Map();
  #removed = new Map();
  #hopes = new Map();
  #drafts = new Map();
  #arriving = null;
  #changed;

  constructor(changed) {
    this.#changed = changed;
  }

  /** A result begins from the start: what it doesn't name is gone. */
  beginReset() {
    this.#arriving = new Set();
  }

  endReset() {
    if (this.#arriving) {
      for (const id of this.#nodes.keys()) {
        if (!this.#arriving.has(id)) {
          this.#nodes.delete(id);
        }
      }
      this.#arriving = null;
    }
    this.#changed();
  }

  get resetting() {
    return this.#arriving !== null;
  }

  /** Takes a node over, unless a newer state of it is known. */
  put(node) {
    this.#arriving?.add(node.id);
    const known = this.#nodes.get(node.id)?.timestamp ?? this.#removed.get(node.id) ?? '';
    if (node.timestamp < known) {
      return;
    }
    this.#removed.delete(node.id);
    this.#nodes.set(node.id, node);
    this.#changed();
  }

  drop(id, timestamp) {
    this.#nodes.delete(id);
    this.#removed.set(id, timestamp);
    this.#changed();
  }

  /** Shows a change before it is confirmed. The answer ends it. */
  hope(id, change) {
    const token = Symbol(id);
    this.#hopes.set(token, { id, change });
    this.#changed();
    return () => {
      this.#hopes.delete(token);
      this.#changed();
    };
  }

  /** Shows a task that the server has no id for yet. */
  draft(fields) {
    const id = 'draft-' + crypto.getRandomValues(new Uint32Array(2)).join('');
    this.#drafts.set(id, { id, dependsOn: [], saving: true, ...fields });
    this.#changed();
    return () => {
      this.#drafts.delete(id);
      this.#changed();
    };
  }

  isBusy(id) {
    return [...this.#hopes.values()].some((hope) => hope.id === id);
  }

  timestamp(id) {
    return this.#nodes.get(id)?.timestamp;
  }

  task(id) {
    const node = this.#nodes.get(id);
    if (!node) {
      return this.#drafts.get(id) ?? null;
    }
    let task = asTask(node);
    for (const hope of this.#hopes.values()) {
      if (hope.id === id) {
        task = { ...task, ...hope.change };
      }
    }
    return task.removing ? null : task;
  }

  tasks() {
    const ids = [...this.#nodes.keys(), ...this.#drafts.keys()];
    return ids.map((id) => this.task(id)).filter((task) => task !== null);
  }

  column(status) {
    return this.tasks()
      .filter((task) => task.status === status)
      .sort((a, b) => a.position - b.position || (a.id < b.id ? -1 : 1));
  }

  dependents(id) {
    return this.tasks().filter((task) => task.dependsOn.includes(id));
  }
}

// Another peer may have written anything into a task: nothing in it is taken for granted.
function asTask(node) {
  const value = node.value;
  const text = (field) => (typeof field === 'string' ? field : '');
  return {
    id: node.id,
    title: text(value.title) || 'Untitled',
    status: STATUSES.includes(value.status) ? value.status : 'todo',
    assignee: text(value.assignee),
    tags: Array.isArray(value.tags) ? value.tags.filter((tag) => typeof tag === 'string') : [],
    priority: value.priority in PRIORITY_NAMES ? value.priority : 2,
    position: typeof value.position === 'number' ? value.position : 0,
    created: text(value.created),
    updated: text(value.updated),
    dependsOn: node.edges,
  };
}
