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

const task = (id) => 'api/tasks/' + encodeURIComponent(id);
const dependency = (id, on) => task(id) + '/dependencies/' + encodeURIComponent(on);

export const createTask = (draft) => request('POST', 'api/tasks', draft);
export const editTask = (id, draft) => request('PUT', task(id), draft);
export const moveTask = (id, status, before) => request('POST', task(id) + '/move', { status, before });
export const removeTask = (id) => request('DELETE', task(id));
export const link = (id, on) => request('PUT', dependency(id, on));
export const unlink = (id, on) => request('DELETE', dependency(id, on));
export const runQuery = (query) => request('POST', 'api/query', { query });
export const about = () => request('GET', 'api/about');
