import { byId, make } from './dom.js';

/** Asks for a name. Gives it, or null if nothing is to happen. `save(name)` is tried until it succeeds. */
export function askForName(title, name, save) {
  const dialog = byId('name-dialog');
  const form = byId('name-form');
  const input = byId('name-input');
  const error = byId('name-error');
  byId('name-title').textContent = title;
  input.value = name;
  error.hidden = true;
  input.removeAttribute('aria-invalid');
  dialog.showModal();
  input.select();
  return new Promise((resolve) => {
    let result = null;
    const submit = async (event) => {
      event.preventDefault();
      try {
        result = await save(input.value);
        dialog.close();
      } catch (problem) {
        error.textContent = problem.message;
        error.hidden = false;
        input.setAttribute('aria-invalid', 'true');
        input.focus();
      }
    };
    form.addEventListener('submit', submit);
    dialog.addEventListener(
      'close',
      () => {
        form.removeEventListener('submit', submit);
        resolve(result);
      },
      { once: true },
    );
  });
}

/** Asks before something is gone for everybody. */
export function confirmRemoval(text) {
  const dialog = byId('confirm-dialog');
  byId('confirm-text').textContent = text;
  dialog.returnValue = '';
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => resolve(dialog.returnValue === 'remove'), { once: true });
  });
}

/** Lets somebody pick one of these items. Gives its identifier, or null. */
export function choosePlaylist(title, items) {
  const dialog = byId('choose-dialog');
  byId('choose-title').textContent = title;
  const list = byId('choose-list');
  let chosen = null;
  list.replaceChildren(
    ...items.map(({ id, label }) => {
      const item = make('li');
      const button = make('button', 'line');
      button.type = 'button';
      button.dataset.id = id;
      button.append(make('span', 'dot playlist'), make('span', 'line-label', label));
      button.addEventListener('click', () => {
        chosen = id;
        dialog.close();
      });
      item.append(button);
      return item;
    }),
  );
  byId('choose-none').hidden = items.length > 0;
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => resolve(chosen), { once: true });
  });
}

for (const button of document.querySelectorAll('[data-close]')) {
  button.addEventListener('click', () => button.closest('dialog').close());
}
