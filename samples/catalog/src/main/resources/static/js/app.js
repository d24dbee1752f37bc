import * as api from './api.js';
import { Console } from './console.js';
import { Details } from './details.js';
import { askForName, choosePlaylist, confirmRemoval } from './dialogs.js';
import { announce, byId, make } from './dom.js';
import { Graph, MOST_NODES } from './graph.js';
import { follow } from './live.js';
import { Picture } from './picture.js';
import { Search } from './search.js';
import { toast } from './toast.js';
import { counted, facts, number, typeName } from './words.js';

const STEP = 24;
const FIRST = 'artist-90';
const NARROW = matchMedia('(max-width: 900px)');

const graph = new Graph();
let selected = null;

// --- the picture -------------------------------------------------------------------------------------------------

const picture = new Picture(byId('picture'), graph, {
  choose: (node, how) => {
    select(node);
    if (node && how === 'click' && node.fetched === 0) {
      expand(node);
    }
  },
  open: expand,
  hide,
  hover: showCard,
  free: freeSpace,
});

/** The part of the picture that the panel over it leaves. */
function freeSpace(width, height) {
  const free = { left: 20, top: NARROW.matches ? 96 : 44, right: width - 20, bottom: height - 56 };
  if (details.isOpen && !NARROW.matches) {
    free.right -= byId('details').offsetWidth + 12;
  } else if (details.isOpen) {
    free.bottom -= byId('details').offsetHeight - 30;
  }
  return free.right - free.left > 80 && free.bottom - free.top > 80 ? free : { left: 0, top: 0, right: width, bottom: height };
}

function drawn(options) {
  picture.changed(options);
  byId('picture-status').textContent = `${counted(graph.size, 'node')} · ${counted(graph.links.length, 'edge')}`;
  byId('picture-empty').hidden = graph.size > 0;
  if (selected && graph.get(selected.data.id) !== selected) {
    select(null);
  } else {
    showDetails();
  }
}

function showDetails() {
  details.show(selected?.data ?? null, selected ? graph.hidden(selected) : 0);
}

function select(node) {
  selected = node;
  picture.select(node);
  showDetails();
  search.mark(node?.data.id);
  if (node) {
    announce(`${typeName(node.data.type)} ${node.data.label}, ${counted(node.data.neighbours, 'neighbour')}`);
    history.replaceState(null, '', '#' + encodeURIComponent(node.data.id));
  }
}

/** A new picture: a node with what is around it. */
async function focus(id) {
  view('graph');
  try {
    const type = id.split('-')[0];
    const nodes = await api.around(id, ['artist', 'album'].includes(type) ? 2 : 1, type === 'artist' ? STEP : 40);
    graph.reset(nodes);
    const node = graph.get(id);
    node.fetched = graph.linked(node).size;
    selected = null;
    select(node);
    drawn({ fit: true });
  } catch (error) {
    toast(error.message, 'error');
    drawn();
  }
}

/** Shows a node beside the chosen one, or goes to where it is. */
async function go(id) {
  view('graph');
  try {
    if (!graph.get(id)) {
      const node = await api.getNode(id);
      noteFull(graph.add([node], selected?.data.id));
      drawn();
    }
    const node = graph.get(id);
    if (node) {
      select(node);
      picture.reveal(node);
    }
  } catch (error) {
    toast(error.message, 'error');
  }
}

/** Shows the next few neighbours of a node. */
async function expand(node) {
  try {
    const { id } = node.data;
    const { nodes, total } = await api.neighbours(id, node.fetched, STEP);
    if (graph.get(id) !== node) {
      return;
    }
    const before = graph.size;
    node.fetched = Math.min(total, node.fetched + nodes.length);
    noteFull(graph.add(nodes, id));
    drawn();
    if (graph.size > before) {
      announce(`${counted(graph.size - before, 'node')} more`);
    } else if (graph.hidden(node) > 0 && node.fetched < total && graph.size < MOST_NODES) {
      await expand(node); // All of these were there already.
    }
  } catch (error) {
    toast(error.message, 'error');
  }
}

function noteFull(left) {
  if (left > 0) {
    toast(`The picture holds ${MOST_NODES} nodes; ${left} more found no room. “Only this” starts a new one.`);
  }
}

function hide(node) {
  graph.remove(node.data.id);
  drawn();
}

function showCard(node, x, y) {
  const card = byId('card');
  card.hidden = !node;
  if (!node) {
    return;
  }
  if (card.dataset.id !== node.data.id) {
    card.dataset.id = node.data.id;
    const { type, label, neighbours } = node.data;
    const kind = make('p', 'card-type');
    kind.append(make('span', `dot ${type}`), typeName(type));
    card.replaceChildren(kind, make('p', 'card-label', label));
    for (const [name, value] of facts(node.data)) {
      card.append(make('p', 'card-fact', `${name}: ${value}`));
    }
    card.append(make('p', 'card-fact', `${number(node.degree)} of ${counted(neighbours, 'neighbour')} shown`));
  }
  const stage = byId('stage');
  const left = Math.min(x + 16, stage.clientWidth - card.offsetWidth - 8);
  const top = y + 18 + card.offsetHeight > stage.clientHeight ? y - card.offsetHeight - 10 : y + 18;
  card.style.translate = `${Math.max(8, left)}px ${Math.max(8, top)}px`;
}

// --- the chosen node ---------------------------------------------------------------------------------------------

const details = new Details({
  go,
  expand: () => expand(selected),
  alone: () => focus(selected.data.id),
  hide: () => hide(selected),
  close: () => {
    select(null);
    byId('picture').focus({ preventScroll: true });
  },
  add: addToPlaylist,
  take: takeOff,
  rename,
  remove,
});

async function attempt(action) {
  try {
    return await action();
  } catch (error) {
    toast(error.message, 'error');
    return null;
  }
}

async function addToPlaylist(track) {
  const page = await attempt(() => api.search('playlist', '', '', 100));
  if (!page) {
    return;
  }
  const chosen = await choosePlaylist(`Put “${track.label}” on`, page.items);
  if (chosen) {
    const playlist = await attempt(() => api.addTrack(chosen, track.id));
    if (playlist) {
      changed(playlist.id, playlist);
      go(playlist.id);
    }
  }
}

async function takeOff(playlist, track) {
  const node = await attempt(() => api.takeTrack(playlist, track));
  if (node) {
    changed(node.id, node);
  }
}

async function rename(node) {
  const renamed = await askForName('Rename the playlist', node.label, (name) =>
    api.renamePlaylist(node.id, name, graph.get(node.id)?.data.timestamp ?? node.timestamp),
  );
  if (renamed) {
    changed(renamed.id, renamed);
  }
}

async function remove(node) {
  if (await confirmRemoval(`“${node.label}” disappears for everybody. Its tracks stay in the catalogue.`)) {
    await attempt(async () => {
      await api.removePlaylist(node.id);
      changed(node.id, null);
    });
  }
}

byId('new-playlist').addEventListener('click', async () => {
  const made = await askForName('A new playlist', '', api.createPlaylist);
  if (made) {
    changed(made.id, made);
    focus(made.id);
  }
});

// --- what changes, here or elsewhere -----------------------------------------------------------------------------

let refreshing = 0;

/** Takes over what a playlist has become, null where it is gone. What is next to it may count anew. */
function changed(id, playlist) {
  const there = graph.get(id);
  if (playlist === null) {
    graph.remove(id);
  } else if (there && graph.update(playlist)) {
    picture.flash(there);
  }
  drawn();
  refreshSoon();
}

function refreshSoon() {
  clearTimeout(refreshing);
  refreshing = setTimeout(() => {
    showCounts();
    if (search.isAboutPlaylists) {
      search.refresh();
    }
    refreshTrack();
  }, 120);
}

/** A track knows how many playlists it is on: that has changed without the track itself. */
async function refreshTrack() {
  const node = selected;
  if (node?.data.type === 'track') {
    const data = await api.getNode(node.data.id).catch(() => null);
    if (data && node === selected) {
      node.data = data;
      details.reload(data, graph.hidden(node));
    }
  }
}

const CONNECTION_LABELS = { connecting: 'Connecting…', live: 'Live', reconnecting: 'Reconnecting…' };

follow({
  state: (state) => {
    const place = byId('connection');
    if (place.dataset.state !== state) {
      place.dataset.state = state;
      place.querySelector('.connection-label').textContent = CONNECTION_LABELS[state];
    }
  },
  event: (action, id, playlist) => {
    if (action === 'initial') {
      graph.update(playlist);
    } else {
      changed(id, playlist);
    }
  },
  ready: (ids) => {
    for (const { data } of [...graph.nodes.values()]) {
      if (data.type === 'playlist' && !ids.has(data.id)) {
        graph.remove(data.id); // Nobody told us while the line was down.
      }
    }
    drawn();
    refreshSoon();
  },
});

// --- the page itself ---------------------------------------------------------------------------------------------

const search = new Search(focus);

new Console({
  draw: (nodes) => {
    graph.reset(nodes);
    selected = null;
    select(null);
    drawn({ fit: true });
  },
  choose: go,
});

byId('zoom-in').addEventListener('click', () => picture.zoom(1.35));
byId('zoom-out').addEventListener('click', () => picture.zoom(1 / 1.35));
byId('zoom-fit').addEventListener('click', () => picture.fit());

async function showCounts() {
  try {
    const { storage, counts } = await api.about();
    const parts = Object.entries(counts).map(([type, count]) => counted(count, type));
    byId('counts').textContent = `${parts.join(' · ')} · stored ${storage}`;
  } catch {
    // The connection indicator already says it.
  }
}

/** Which part is shown where there is no room for all; the tools beside the picture are one of two anyway. */
function view(name) {
  document.body.dataset.view = name;
  if (name !== 'graph') {
    document.body.dataset.tool = name;
  }
  for (const button of document.querySelectorAll('[data-view-button]')) {
    const shown = button.closest('.tools-head') ? document.body.dataset.tool : name;
    button.setAttribute('aria-pressed', String(button.dataset.viewButton === shown));
  }
}

for (const button of document.querySelectorAll('[data-view-button]')) {
  button.addEventListener('click', () => view(button.dataset.viewButton));
}

const root = document.documentElement;
const systemDark = matchMedia('(prefers-color-scheme: dark)');
const isDark = () => (root.dataset.theme ? root.dataset.theme === 'dark' : systemDark.matches);

function showTheme() {
  root.dataset.shown = isDark() ? 'dark' : 'light';
  byId('theme-toggle').setAttribute('aria-label', `Switch to the ${isDark() ? 'light' : 'dark'} theme`);
  picture.recolour();
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
showCounts();

/** What the address names, or else where everybody begins. */
function named() {
  try {
    return decodeURIComponent(location.hash.slice(1)) || FIRST;
  } catch {
    return FIRST;
  }
}

addEventListener('hashchange', () => focus(named()));
focus(named()).then(() => NARROW.matches && view('search'));
