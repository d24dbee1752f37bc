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
