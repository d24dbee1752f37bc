import { stamp } from './dom.js';
import { PRIORITY_NAMES, STATUS_NAMES } from './store.js';

const part = (element, name) => element.querySelector(`[data-part="${name}"]`);

export function createCard(task) {
  const element = stamp('card-template');
  element.dataset.id = task.id;
  return element;
}

/** Brings a card up to date; touches only what differs, so that focus and selection stay. */
export function updateCard(element, task, find) {
  const waits = task.dependsOn.map(find).filter((other) => other !== null);
  const signature = JSON.stringify([task, waits.map((other) => [other.id, other.title, other.status])]);
  if (element.dataset.signature === signature) {
    return;
  }
  element.dataset.signature = signature;
  element.dataset.priority = task.priority;
  element.dataset.status = task.status;
  element.classList.toggle('saving', Boolean(task.saving));
  element.classList.toggle('blocked', waits.some((other) => other.status !== 'done') && task.status !== 'done');
  element.draggable = !task.saving;

  const title = part(element, 'title');
  setText(title, task.title);
  title.disabled = Boolean(task.saving);
  part(element, 'more').disabled = Boolean(task.saving);
  part(element, 'more').setAttribute('aria-label', 'Move, edit or delete: ' + task.title);
  part(element, 'priority').hidden = task.priority === 2;
  setText(part(element, 'priority-label'), PRIORITY_NAMES[task.priority]);
  showTags(part(element, 'tags'), task.tags);
  showAvatar(part(element, 'avatar'), task.assignee);
  showWaits(part(element, 'waits'), waits);
}

function setText(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

function showTags(list, tags) {
  list.hidden = tags.length === 0;
  list.replaceChildren(
    ...tags.map((tag) => {
      const item = document.createElement('li');
      item.textContent = tag;
      return item;
    }),
  );
}

/** The same name has the same colour everywhere. */
export function hueOf(name) {
  let hash = 7;
  for (const character of name.toLowerCase()) {
    hash = (hash * 31 + character.codePointAt(0)) % 3600;
  }
  return Math.round(hash / 10);
}

function initials(name) {
  const words = name.trim().split(/\s+/u);
  const letters = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
  return letters.map((word) => [...word][0].toUpperCase()).join('');
}

function showAvatar(element, assignee) {
  element.hidden = assignee.trim() === '';
  if (!element.hidden) {
    setText(element, initials(assignee));
    element.title = assignee;
    element.setAttribute('role', 'img');
    element.setAttribute('aria-label', 'Assigned to ' + assignee);
    element.style.setProperty('--hue', hueOf(assignee));
  }
}

function showWaits(list, waits) {
  list.hidden = waits.length === 0;
  list.replaceChildren(
    ...waits.map((other) => {
      const item = stamp('wait-template');
      item.dataset.status = other.status;
      const button = item.querySelector('.wait-title');
      button.textContent = other.title;
      button.dataset.show = other.id;
      button.title = `${other.title} (${STATUS_NAMES[other.status]})`;
      button.setAttribute('aria-label', `${other.title}, ${STATUS_NAMES[other.status]}: show it`);
      return item;
    }),
  );
}
