const FORMAT = 'genosdb-entry-1';

/** RFC 8785: members in the order of their UTF-16 code units, no white space. JSON.stringify has the right strings and numbers. */
export function canonical(value) {
  if (Array.isArray(value)) {
    return `[${value.map(canonical).join(',')}]`;
  }
  if (value !== null && typeof value === 'object') {
    const members = Object.keys(value).sort();
    return `{${members.map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join(',')}}`;
  }
  return JSON.stringify(value);
}

/** The hash that an entry's author signs, made from what the entry says. See docs/data-model.md. */
export async function entryHash(database, { id, slot, time, counter, origin, author, payload }) {
  const fields = [FORMAT, database, id, slot, time, counter, origin, author];
  if (payload !== null) {
    fields.push(payload);
  }
  const bytes = new TextEncoder().encode(canonical(fields));
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
}
