/** What the types are called, one and many. */
export const TYPES = {
  artist: ['Artist', 'Artists'],
  album: ['Album', 'Albums'],
  track: ['Track', 'Tracks'],
  playlist: ['Playlist', 'Playlists'],
  genre: ['Genre', 'Genres'],
};

export const typeName = (type) => TYPES[type]?.[0] ?? (type || 'Node');

export const number = (count) => count.toLocaleString('en');

export const counted = (count, one, many = one + 's') => `${number(count)} ${count === 1 ? one : many}`;

/** Seconds as 3:07 or 1:02:03. */
export function length(seconds) {
  const hours = Math.floor(seconds / 3_600);
  const minutes = Math.floor((seconds % 3_600) / 60);
  const rest = String(seconds % 60).padStart(2, '0');
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`;
}

/** The facts of a node that say something to a reader, as pairs of name and text. */
export function facts(node) {
  return Object.entries(node.facts).map(([name, value]) => {
    if (name === 'seconds') {
      return ['length', length(value)];
    }
    return [name, value !== null && typeof value === 'object' ? JSON.stringify(value) : String(value)];
  });
}
