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

/** A fresh copy of a template's element, with a function that finds its parts. */
export function stamp(id) {
  const element = byId(id).content.firstElementChild.cloneNode(true);
  return { element, part: (name) => element.querySelector(`[data-part="${name}"]`) };
}

/** An address that fits into a line: its beginning and its end. */
export const short = (address) => `${address.slice(0, 6)}…${address.slice(-4)}`;

/** Says something for a while; an error stays longer and interrupts a screen reader. */
export function say(text, kind = 'info') {
  const toast = make('p', 'toast', text);
  toast.dataset.kind = kind;
  toast.setAttribute('role', kind === 'error' ? 'alert' : 'status');
  byId('toasts').append(toast);
  setTimeout(() => toast.remove(), kind === 'error' ? 9_000 : 4_000);
}

/** Does what a button is for: not twice at once, and says what went wrong. */
export function onAction(element, event, action) {
  element.addEventListener(event, async (happened) => {
    happened.preventDefault();
    const button = happened.submitter ?? happened.currentTarget;
    button.disabled = true;
    try {
      await action(happened);
    } catch (error) {
      say(error.message, 'error');
    } finally {
      button.disabled = false;
    }
  });
}

/** The switch between light and dark in the bar. */
export function themeToggle() {
  byId('theme-toggle').addEventListener('click', () => {
    const root = document.documentElement;
    const dark = root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
    root.dataset.theme = dark ? 'light' : 'dark';
    localStorage.setItem('theme', root.dataset.theme);
  });
}
