const PRIORITIES = { low: 1, normal: 2, high: 3 };
const MARK = /(^|\s)([#@!])([\p{L}\p{N}][\p{L}\p{N}_.-]*)/gu;

/** Reads `Write the notes #docs @mia !high`: marks become fields, the rest is the title. */
export function parseDraft(line) {
  const draft = { title: '', assignee: '', tags: [], priority: 2, status: 'todo' };
  const rest = line.replace(MARK, (whole, space, mark, word) => {
    if (mark === '#') {
      draft.tags.push(word.toLowerCase());
    } else if (mark === '@') {
      draft.assignee = word.replaceAll('_', ' ');
    } else if (word.toLowerCase() in PRIORITIES) {
      draft.priority = PRIORITIES[word.toLowerCase()];
    } else {
      return whole;
    }
    return space;
  });
  draft.title = rest.replace(/\s+/gu, ' ').trim();
  draft.tags = [...new Set(draft.tags)];
  return draft;
}
