/** The element with this id. */
export const byId = (id) => document.getElementById(id);

/** A new element. Text goes in as text, never as markup. */
export function make(tag, className, text) {
  const element = document.createElement(tag);
  if (className) {
    element.className = className;
  }
  if (text !== undefined) {
    element.textContent = text;
  }
  return element;
}

/** The first element of a fresh copy of a template. */
export const stamp = (id) => byId(id).content.firstElementChild.cloneNode(true);

let clearing = 0;

/** Says something to those who listen instead of looking. */
export function announce(text) {
  const announcer = byId('announcer');
  announcer.append(make('span', '', text + ' '));
  clearTimeout(clearing);
  clearing = setTimeout(() => announcer.replaceChildren(), 10_000);
}

export const calm = () => matchMedia('(prefers-reduced-motion: reduce)').matches;
