import * as api from './api.js';
import { Board } from './board.js';
import { parseDraft } from './composer.js';
import { Console } from './console.js';
import { TaskDialog, confirmRemoval } from './dialog.js';
import { announce, byId } from './dom.js';
import { EXAMPLE_TASKS } from './examples.js';
import { LiveQuery } from './live.js';
import { CardMenu } from './menu.js';
import { STATUS_NAMES, Store } from './store.js';
import { toast } from './toast.js';

let drawing = 0;
const store = new Store(() => {
  // Not requestAnimationFrame, which rests in a window that is covered.
  drawing ||= setTimeout(() => {
    drawing = 0;
    board.draw();
    dialog.refresh();
  });
});
const menu = new CardMenu(runCommand);
const dialog = new TaskDialog(store, { save, link, unlink, remove });
const board = new Board(store, {
  edit: (id) => dialog.open(id),
  menu: openMenu,
  move,
  addExamples,
});

// --- what the user does ------------------------------------------------------------------------------------------

/** Shows the change at once, asks the server, and takes it back with a message if the server refuses. */
async function attempt(id, change, ask) {
  const settle = store.hope(id, change);
  try {
    const node = await ask();
    if (node) {
      take(node);
    }
    return null;
  } catch (error) {
    return error;
  } finally {
    settle();
  }
}

// What we wrote last to each node: events up to that timestamp are no news.
const own = new Map();
const NEVER_NEWER = 'removed'; // Sorts behind every hexadecimal timestamp.

async function move(id, status, before) {
  const task = store.task(id);
  const column = store.column(status).filter((other) => other.id !== id);
  const at = before === null ? column.length : column.findIndex((other) => other.id === before);
  const above = column[at - 1]?.position ?? (column[at]?.position ?? 0) - 2;
  const below = column[at]?.position ?? above + 2;
  const error = await attempt(id, { status, position: (above + below) / 2 }, () => api.moveTask(id, status, before));
  if (error) {
    toast(`“${task.title}” stays where it was. ${error.message}`, 'error');
  } else if (task.status !== status) {
    announce(`${task.title}: moved to ${STATUS_NAMES[status]}`);
  }
}

function save(id, draft) {
  return attempt(id, draft, () => api.editTask(id, draft));
}

function link(id, on) {
  return attempt(id, { dependsOn: [...store.task(id).dependsOn, on] }, () => api.link(id, on));
}

function unlink(id, on) {
  return attempt(id, { dependsOn: store.task(id).dependsOn.filter((other) => other !== on) }, () => api.unlink(id, on));
}

async function remove(id) {
  const task = store.task(id);
  const waiting = store.dependents(id).length;
  const consequence = waiting === 0 ? '' : waiting === 1 ? ' One task waits for it.' : ` ${waiting} tasks wait for it.`;
  if (!task || !(await confirmRemoval(`“${task.title}” disappears for everybody.${consequence}`))) {
    return;
  }
  const error = await attempt(id, { removing: true }, async () => {
    await api.removeTask(id);
    own.set(id, NEVER_NEWER);
    store.drop(id, store.timestamp(id) ?? '');
  });
  if (error) {
    toast(`“${task.title}” was not deleted. ${error.message}`, 'error');
  } else {
    announce(`${task.title}: deleted`);
    byId('composer-input').focus({ preventScroll: true });
  }
}

function openMenu(id, button) {
  const task = store.task(id);
  if (task) {
    const column = store.column(task.status);
    menu.open(id, button, {
      status: task.status,
      first: column[0]?.id === id,
      last: column.at(-1)?.id === id,
    });
  }
}

function runCommand(id, command, status) {
  const task = store.task(id);
  if (!task) {
    return;
  }
  const column = store.column(task.status);
  const at = column.findIndex((other) => other.id === id);
  switch (command) {
    case 'edit':
      dialog.open(id);
      break;
    case 'move':
      move(id, status, null);
      break;
    case 'up':
      move(id, task.status, column[at - 1].id);
      break;
    case 'down':
      move(id, task.status, column[at + 2]?.id ?? null);
      break;
    case 'remove':
      remove(id);
      break;
  }
}

const composer = byId('composer');
composer.addEventListener('submit', async (event) => {
  event.preventDefault();
  const input = byId('composer-input');
  const line = input.value;
  const draft = parseDraft(line);
  if (draft.title === '') {
    input.focus();
    if (line.trim() !== '') {
      toast('A task needs a title besides its marks.', 'error');
    }
    return;
  }
  input.value = '';
  input.focus();
  const error = await create(draft);
  if (error) {
    input.value ||= line;
    toast(`The task was not added. ${error.message}`, 'error');
  } else {
    announce(`${draft.title}: added to ${STATUS_NAMES[draft.status]}`);
  }
});

async function create(draft) {
  const settle = store.draft({ ...draft, position: Number.MAX_VALUE });
  creating++;
  try {
    take(await api.createTask(draft));
    return null;
  } catch (error) {
    return error;
  } finally {
    creating--;
    settle();
    replayHeld();
  }
}

/** Takes the server's answer over, and remembers that its event is nothing new. */
function take(node) {
  own.set(node.id, node.timestamp);
  store.put(node);
}

async function addExamples(button) {
  button.disabled = true;
  creating++;
  try {
    const ids = [];
    for (const { on, ...draft } of EXAMPLE_TASKS) {
      const node = await api.createTask(draft);
      take(node);
      ids.push(node.id);
      for (const other of on) {
        take(await api.link(node.id, ids[other]));
      }
    }
    announce('The examples are on the board');
  } catch (error) {
    toast(`The examples are not all there. ${error.message}`, 'error');
    button.disabled = false;
  } finally {
    creating--;
    replayHeld();
  }
}

// --- what happens elsewhere --------------------------------------------------------------------------------------

// A task of ours can come back as an event before the answer with its id does: it would show twice for a moment.
let creating = 0;
let held = [];

function replayHeld() {
  if (creating === 0) {
    const events = held;
    held = [];
    events.forEach(([action, node]) => received(action, node));
  }
}

function received(action, node) {
  if (creating > 0 && store.timestamp(node.id) === undefined) {
    held.push([action, node]);
    return;
  }
  const before = store.task(node.id);
  const mine = creating > 0 || store.isBusy(node.id) || own.get(node.id) >= node.timestamp;
  if (action === 'removed') {
    store.drop(node.id, node.timestamp);
  } else {
    store.put(node);
  }
  if (!mine && action !== 'initial') {
    tell(before, store.task(node.id), node.id);
  }
}

function tell(before, after, id) {
  if (!after) {
    if (before) {
      announce(`${before.title}: deleted elsewhere`);
    }
    return;
  }
  if (!before) {
    announce(`New task in ${STATUS_NAMES[after.status]}: ${after.title}`);
  } else if (before.status !== after.status) {
    announce(`${after.title}: moved to ${STATUS_NAMES[after.status]}`);
  } else {
    announce(`${after.title}: changed`);
  }
  setTimeout(() => board.flash(id), 30);
}

const CONNECTION_LABELS = { connecting: 'Connecting…', live: 'Live', reconnecting: 'Reconnecting…' };

function showConnection(state) {
  const place = byId('connection');
  if (place.dataset.state !== state) {
    place.dataset.state = state;
    place.querySelector('.connection-label').textContent = CONNECTION_LABELS[state] ?? state;
  }
}

new LiveQuery("{ query: { type: 'task' } }", {
  state: showConnection,
  reset: () => store.beginReset(),
  event: received,
  ready: () => {
    store.endReset();
    showFooter();
  },
});

// --- the page itself ---------------------------------------------------------------------------------------------

new Console();

async function showFooter() {
  try {
    const { database, storage, directory, finished, warning } = await api.about();
    byId('foot').textContent =
      warning ?? `Database “${database}” · ${storage}${directory ? ' in ' + directory : ''} · ${finished === 0 ? 'open a second window and watch both' : `${finished} finished since the start`}`;
  } catch {
    // The connection indicator already says it.
  }
}

for (const button of document.querySelectorAll('[data-view-button]')) {
  button.addEventListener('click', () => {
    document.body.dataset.view = button.dataset.viewButton;
    for (const other of document.querySelectorAll('[data-view-button]')) {
      other.setAttribute('aria-pressed', String(other === button));
    }
  });
}

const root = document.documentElement;
const systemDark = matchMedia('(prefers-color-scheme: dark)');
const isDark = () => (root.dataset.theme ? root.dataset.theme === 'dark' : systemDark.matches);

function showTheme() {
  root.dataset.shown = isDark() ? 'dark' : 'light';
  byId('theme-toggle').setAttribute('aria-label', `Switch to the ${isDark() ? 'light' : 'dark'} theme`);
}

byId('theme-toggle').addEventListener('click', () => {
  root.dataset.theme = isDark() ? 'light' : 'dark';
  try {
    localStorage.setItem('theme', root.dataset.theme);
  } catch {
    // No storage: the choice holds until the page is left.
  }
  showTheme();
});
systemDark.addEventListener('change', showTheme);
showTheme();
