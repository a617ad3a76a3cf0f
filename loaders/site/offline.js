// Loaded before Framework: a module that is not in its cache fails with the cure, instead of a request to a CDN.
const loopback = /^https?:\/\/(127\.0\.0\.1|localhost|\[::1\])(:|\/|$)/;
const fetchLoopback = globalThis.fetch;

globalThis.fetch = async (input, options) => {
  const address = String(input instanceof Request ? input.url : input);
  if (loopback.test(address)) return fetchLoopback(input, options);
  const name = /\/npm\/((?:@[^/]+\/)?[^/@]+)/.exec(address)?.[1];
  const cure = name === undefined ? address : `npm:${name} is not there; run npm install --save-exact ${name}`;
  throw new Error(`the site builds without a network: ${cure}`);
};
