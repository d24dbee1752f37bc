/** A request that the application refused, or that never reached it. */
export class ApiError extends Error {
  constructor(message, status) {
    super(message);
    this.status = status;
  }
}

/** What a page of another origin cannot know: Spring Security's cookie, repeated in a header of every request that changes something. */
function csrf() {
  const cookie = document.cookie.split('; ').find((one) => one.startsWith('XSRF-TOKEN='));
  return cookie ? { 'X-XSRF-TOKEN': decodeURIComponent(cookie.slice('XSRF-TOKEN='.length)) } : {};
}

async function request(method, path, body) {
  let response;
  try {
    response = await fetch(path, {
      method,
      headers: { ...csrf(), ...(body !== undefined && { 'Content-Type': 'application/json' }) },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.timeout(15_000),
    });
  } catch {
    throw new ApiError('The application cannot be reached.', 0);
  }
  const text = await response.text();
  let content = null;
  try {
    content = text ? JSON.parse(text) : null;
  } catch {
    // Not JSON: a proxy's page, say. The status has to do.
  }
  if (!response.ok) {
    const reason = content?.detail ?? content?.error?.message;
    throw new ApiError(typeof reason === 'string' ? reason : `The application answered ${response.status}.`, response.status);
  }
  return content;
}

export const get = (path) => request('GET', path);
export const post = (path, body) => request('POST', path, body);
export const put = (path, body) => request('PUT', path, body);
export const del = (path) => request('DELETE', path);
