import { byId, make, onAction, say, short, themeToggle } from './dom.js';

themeToggle();
try {
  await start(await import('./session.js'), await import('./changes.js'), await import('./wallet.js'), await import('./api.js'));
} catch (error) {
  byId('problem').textContent = `The page could not be loaded: ${error.message}`;
  byId('problem').hidden = false;
}

async function start(session, { assign }, { checked }, { get }) {
  await session.refresh();
  const maySetRoles = session.may('assignRole');
  const roles = (await get('api/admin/roles')).filter((role) => role !== 'superadmin');
  byId('assign-role').replaceChildren(...[...roles, 'none'].map((role) => make('option', '', role)));
  byId('assign').hidden = !maySetRoles;

  async function show() {
    const [users, { parked, rejected, peers }] = await Promise.all([get('api/admin/users'), get('api/admin/rejections')]);
    byId('users').replaceChildren(...users.map(userRow));
    byId('parked').textContent =
      parked > 0 ? `${parked} of them are kept aside, since what would permit them may still arrive.` : '';
    byId('rejected').replaceChildren(...rejected.map(rejectedRow));
    byId('peers').replaceChildren(...peers.map(peerRow));
  }

  function userRow({ address, name, notes, role, application }) {
    const row = make('tr');
    row.dataset.address = address;
    const edit = make('td');
    if (maySetRoles && role !== 'superadmin') {
      const button = make('button', 'button small', 'Change');
      button.type = 'button';
      button.addEventListener('click', () => {
        byId('assign-to').value = address;
        byId('assign-role').focus();
      });
      edit.append(button);
    }
    row.append(
      make('td', 'code', address),
      make('td', '', application ? 'this application' : name),
      make('td', '', String(notes)),
      cell(make('span', 'role', role)),
      edit,
    );
    return row;
  }

  function rejectedRow({ author, node, slot, at, reason }) {
    const row = make('tr');
    const who = make('td', 'code', author.split(' for ').map(short).join(' for '));
    who.title = author;
    row.append(
      make('td', '', new Date(at).toLocaleTimeString()),
      who,
      make('td', 'code', `${slot.split('/')[0]} of ${node}`),
      make('td', '', reason),
    );
    return row;
  }

  function peerRow({ address, offence, at }) {
    const row = make('tr');
    row.append(make('td', '', new Date(at).toLocaleTimeString()), make('td', 'code', address), make('td', '', offence));
    return row;
  }

  onAction(byId('assign'), 'submit', async () => {
    const until = byId('assign-until').value;
    await assign(checked(byId('assign-to').value), byId('assign-role').value, until && Date.parse(until));
    say('The role is given.');
    await show();
  });

  await show();
  setInterval(() => document.hidden || show().catch(() => {}), 2_000);
}

function cell(content) {
  const element = make('td');
  element.append(content);
  return element;
}
