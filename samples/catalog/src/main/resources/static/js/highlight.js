import { make } from './dom.js';

const TOKEN =
  /(?<string>"(?:\\.|[^"\\\n])*"?|'(?:\\.|[^'\\\n])*'?)|(?<number>-?\b\d+(?:\.\d+)?(?:[eE][+-]?\d+)?\b)|(?<word>[$\p{L}_][$\p{L}\p{N}_.-]*)|(?<mark>[{}[\]:,])/gu;

function kindOf(groups, rest) {
  const isName = /^\s*:/.test(rest);
  const text = groups.string ?? groups.word;
  if (text !== undefined && /^["']?\$/.test(text)) {
    return 'operator';
  }
  if (text !== undefined && isName) {
    return 'name';
  }
  if (groups.word !== undefined) {
    return /^(true|false|null)$/.test(groups.word) ? 'literal' : 'plain';
  }
  if (groups.string !== undefined) {
    return 'string';
  }
  return groups.number !== undefined ? 'number' : 'mark';
}

/** Shows JSON, strict or relaxed, in colours; what it doesn't understand stays plain text. */
export function paint(target, text) {
  const parts = [];
  let end = 0;
  for (const match of text.matchAll(TOKEN)) {
    parts.push(text.slice(end, match.index));
    end = match.index + match[0].length;
    parts.push(make('span', 'json-' + kindOf(match.groups, text.slice(end, end + 8)), match[0]));
  }
  parts.push(text.slice(end));
  target.replaceChildren(...parts);
}
