import { byId, onAction, say, themeToggle } from './dom.js';

themeToggle();
try {
  await start(await import('./session.js'), await import('./wallet.js'), await import('./notes.js'));
} catch (error) {
  byId('problem').textContent =
    'The page lacks the package ethers, or could not load it. It is brought from npm when the sample is built: install Node.js ' +
    `with npm (Debian: apt-get install npm), then build and start again. (${error.message})`;
  byId('problem').hidden = false;
}

async function start(session, wallet, notes) {
  const changes = await import('./changes.js');
  const { connect, follow } = await import('./live.js');
  const { put } = await import('./api.js');

  const show = () => {
    const me = session.current();
    const signedIn = me.address !== null;
    byId('wallet-address').textContent = wallet.address();
    byId('signed-out').hidden = signedIn;
    byId('signed-in').hidden = !signedIn;
    byId('me-name').textContent = notes.nameOf(me.address) || 'You';
    byId('me-address').textContent = me.address ?? '';
    byId('me-role').textContent = me.role ?? 'no role yet';
    byId('me-how').textContent = me.passkey
      ? 'Signed in with a passkey: the application signs what you write, and says for whom.'
      : 'Signed in with the wallet, which signs what you write.';
    byId('introduce').hidden = !signedIn || me.role !== null || me.passkey;
    byId('composer-panel').hidden = !session.may('write');
    byId('announce-panel').hidden = !session.may('publish');
    byId('admin-link').hidden = me.role !== 'admin' && me.role !== 'superadmin';
    notes.show();
  };

  /** Whoever is signed in now sees other notes, over a connection of their own. */
  const entered = async () => {
    show();
    await connect();
  };

  onAction(byId('sign-in'), 'click', async () => {
    await session.signInWithWallet();
    await entered();
  });
  onAction(byId('sign-in-passkey'), 'click', async () => {
    await session.signInWithPasskey();
    await entered();
  });
  onAction(byId('sign-out'), 'click', async () => {
    await session.signOut();
    await entered();
  });
  onAction(byId('add-passkey'), 'click', async () => {
    await session.addPasskey();
    say('This device can sign in without the wallet now.');
  });
  onAction(byId('take-key'), 'submit', async () => {
    wallet.take(byId('key').value);
    byId('key').value = '';
    show();
  });
  onAction(byId('renew-wallet'), 'click', async () => {
    wallet.renew();
    show();
  });
  onAction(byId('administrator'), 'click', async () => {
    wallet.becomeAdministrator();
    show();
  });

  onAction(byId('introduce'), 'submit', async () => {
    await changes.introduce(byId('name').value.trim());
    await session.refresh();
    await entered();
  });
  onAction(byId('composer'), 'submit', async () => {
    const note = { title: byId('title').value.trim(), text: byId('text').value };
    await changes.create(note, notes.person(session.current().address));
    byId('composer').reset();
  });
  onAction(byId('announce'), 'submit', async () => {
    await put('api/announcement', { text: byId('announce-text').value.trim() });
    byId('announce').reset();
  });
  document.querySelectorAll('[data-close]').forEach((button) => {
    button.addEventListener('click', () => button.closest('dialog').close());
  });

  follow('notes', notes.changed);
  follow('people', async (people) => {
    notes.peopleChanged(people);
    // Rules of governance look at what people say of themselves, so a role may have changed with it.
    await refreshRole();
  });
  follow('announcement', (nodes) => {
    const text = nodes.get('announcement')?.value.text ?? '';
    byId('announcement').textContent = String(text);
    byId('announcement').hidden = text === '';
  });

  async function refreshRole() {
    const before = session.current().role;
    await session.refresh();
    if (session.current().role !== before) {
      say(`You are ${session.current().role ?? 'without a role'} now.`);
    }
    show();
  }
  setInterval(() => document.hidden || refreshRole().catch(() => {}), 2_000);

  await session.refresh();
  show();
  await connect((state) => {
    byId('connection').dataset.state = state;
    byId('connection').querySelector('.connection-label').textContent = state === 'live' ? 'Live' : 'Connecting…';
  });
}
