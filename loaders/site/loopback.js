// Loaded before Framework too, which runs plain JavaScript.

/**
 * Whether a Host header names this machine by a loopback name. Any other name is a page elsewhere whose host was made to
 * resolve to this machine (DNS rebinding): it must not read what is served here.
 * @param {string | undefined} host
 * @returns {boolean}
 */
export function isLoopbackHost(host) {
  return /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d{1,5})?$/i.test(host ?? "");
}

/**
 * Whether a request may be answered: it names this machine by a loopback name, and was not made by a page of another
 * origin where that matters (WebSockets know no same-origin policy of their own).
 * @param {{headers: import("node:http").IncomingHttpHeaders}} request
 * @param {{sameOrigin?: boolean}} [options]
 * @returns {boolean}
 */
export function isLocalRequest({headers: {host, origin}}, {sameOrigin = false} = {}) {
  if (!isLoopbackHost(host)) return false;
  return !sameOrigin || origin === undefined || origin.toLowerCase() === `http://${host}`.toLowerCase();
}

export const refusal = "Only answered under a loopback name of this machine: localhost, 127.0.0.1 or [::1]\n";
