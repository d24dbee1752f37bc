import { byId } from './dom.js';
import * as chat from './chat.js';
import * as files from './files.js';
import * as people from './people.js';
import * as stage from './stage.js';

function problem(text) {
  byId('problem').textContent = text;
  byId('problem').hidden = false;
}

byId('theme-toggle').addEventListener('click', () => {
  const root = document.documentElement;
  const dark = root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
  root.dataset.theme = dark ? 'light' : 'dark';
  localStorage.setItem('theme', root.dataset.theme);
});
document.addEventListener('join-error', ({ detail }) => problem(`A peer was kept out, or keeps this page out: ${detail}.`));
addEventListener('hashchange', () => location.reload());

try {
  start(await import('./room.js'));
} catch (error) {
  problem(
    'The page lacks the package trystero, or could not load it. It is brought from npm when the sample is built: install Node.js ' +
      `with npm (Debian: apt-get install npm), then build and start again. (${error.message})`,
  );
}

async function start({ enter, relayConnected, self }) {
  const { name, room } = await enter();
  byId('title').textContent = name;
  byId('name').value = people.ownName();

  const hello = room.makeAction('hello');
  const said = room.makeAction('chat');
  const history = room.makeAction('history');
  const cursor = room.makeAction('cursor');
  const file = room.makeAction('file');

  room.onPeerJoin = (peer) => {
    people.met(peer, { name: 'Somebody' });
    hello.send({ name: people.ownName() }, { target: peer });
  };
  room.onPeerLeave = (peer) => {
    people.parted(peer);
    stage.gone(peer);
    files.parted(peer);
  };
  hello.onMessage = (who, { peerId }) => people.met(peerId, who);
  said.onMessage = (message, { peerId }) => chat.say({ ...message, peer: peerId });
  history.onMessage = (messages) => messages.forEach((message) => chat.say(message));
  cursor.onMessage = (where, { peerId }) => stage.point(peerId, where);
  file.onReceiveProgress = files.progress;
  file.onMessage = files.received;

  stage.follow((where) => cursor.send(where));
  const peers = () => Object.keys(room.getPeers());

  byId('name').addEventListener('change', ({ target }) => {
    people.rename(target.value.trim() || people.ownName());
    target.value = people.ownName();
    hello.send({ name: people.ownName() });
  });
  byId('composer').addEventListener('submit', (event) => {
    event.preventDefault();
    const text = byId('text').value.trim();
    if (text) {
      byId('text').value = '';
      const message = { id: crypto.randomUUID(), name: people.ownName(), text, at: Date.now() };
      chat.say(message, true);
      said.send(message);
    }
  });
  const share = (list) => {
    for (const one of list) {
      if (one.size > files.MAX_BYTES) {
        problem(`${one.name} is larger than 64 MB.`);
      } else if (peers().length > 0) {
        files.send(file, one, peers(), people.ownName());
      }
    }
  };
  byId('file').addEventListener('change', ({ target }) => {
    share(target.files);
    target.value = '';
  });
  document.addEventListener('dragover', (event) => event.preventDefault());
  document.addEventListener('drop', (event) => {
    event.preventDefault();
    share(event.dataTransfer.files);
  });

  const show = () => {
    const count = peers().length;
    const state = count > 0 ? 'live' : relayConnected() ? 'alone' : 'connecting';
    const label = { live: count === 1 ? '1 other here' : `${count} others here`, alone: 'Nobody else yet', connecting: 'Looking for the relay…' };
    byId('connection').dataset.state = state;
    byId('connection').querySelector('.connection-label').textContent = label[state];
    document.body.dataset.self = self;
  };
  setInterval(show, 500);
  show();
}
