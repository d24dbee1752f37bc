import { byId, stamp } from './dom.js';

const AT_MOST = 4;

/** Shows a message for a while; an error stays longer and interrupts a screen reader. */
export function toast(text, kind = 'info') {
  const box = byId('toasts');
  const element = stamp('toast-template');
  element.dataset.kind = kind;
  if (kind === 'error') {
    element.setAttribute('role', 'alert');
  }
  element.querySelector('.toast-text').textContent = text;
  element.querySelector('button').addEventListener('click', () => element.remove());
  box.append(element);
  while (box.children.length > AT_MOST) {
    box.firstElementChild.remove();
  }
  setTimeout(() => element.remove(), kind === 'error' ? 9_000 : 4_000);
}
