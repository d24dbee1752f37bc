/** A request that the server refused, or that never reached it. */
export class ApiError extends Error {
  constructor(message, status, fields) {
    super(message);
    this.status = status;
    this.fields = fields ?? {};
  }
}

async function request(method, path, body) {
  let response;
  try {
    response = await fetch(path, {
      method,
      headers: body === undefined ? {} : { 'Content-Type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.timeout(15_000),
    });
  } catch {
    throw new ApiError('The server cannot be reached.', 0);
  }
  const text = await response.text();
  let content = null;
  try {
    content = text ? JSON.parse(text) : null;
  } catch {
    // Not JSON: a proxy's page, say. The status has to do.
  }
  if (!response.ok) {
    throw new ApiError(content?.detail ?? `The server answered ${response.status}.`, response.status, content?.errors);
  }
  return content;
}

const enc = encodeURIComponent;
const node = (id) => 'api/nodes/' + enc(id);
const playlist = (id) => 'api/playlists/' + enc(id);
const member = (id, track) => playlist(id) + '/tracks/' + enc(track);
const params = (values) => '?' + new URLSearchParams(values);

export const about = () => request('GET', 'api/about');
export const search = (type, words, after, size = 25) =>
  request('GET', 'api/search' + params({ type: type.toUpperCase(), words, after, size }));
export const charts = () => request('GET', 'api/charts');
export const suggest = (words) => request('GET', 'api/suggestions' + params({ words }));
export const getNode = (id) => request('GET', node(id));
export const neighbours = (id, skip, limit) => request('GET', node(id) + '/neighbours' + params({ skip, limit }));
export const around = (id, depth, fan) => request('GET', node(id) + '/around' + params({ depth, fan }));
export const tracksOf = (whole, id, page, order, descending) =>
  request(
    'GET',
    `api/tracks/${whole.toUpperCase()}/${enc(id)}` + params({ page, order: order.toUpperCase(), descending }),
  );
export const runQuery = (query) => request('POST', 'api/query', { query });
export const createPlaylist = (name) => request('POST', 'api/playlists', { name });
export const renamePlaylist = (id, name, version) => request('PUT', playlist(id), { name, version });
export const removePlaylist = (id) => request('DELETE', playlist(id));
export const addTrack = (id, track) => request('PUT', member(id, track));
export const takeTrack = (id, track) => request('DELETE', member(id, track));
