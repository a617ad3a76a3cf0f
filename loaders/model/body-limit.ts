const slack = 1_000_000; // bytes, for all that is not the answer's text
const bytesPerToken = 512; // a long token with each of its characters escaped, or an event of a stream
const bytesPerLoggedToken = 4096; // with log probabilities: up to twenty alternatives
const bytesPerVector = 256_000; // 8,192 numbers in full
const mostTokens = 131_072; // of an answer whose length nobody limited

/** How many bytes the answer to a request can have at most, by what its body asks for. */
export function maxBytesOf(body: unknown): number {
  if (typeof body !== "string") return slack;
  if (body.includes('"input":') && !body.includes('"messages":')) return slack + countInputs(body) * bytesPerVector;
  const limits = [...body.matchAll(limit)].map(([, tokens]) => Number(tokens));
  const perToken = body.includes('"logprobs":true') ? bytesPerLoggedToken : bytesPerToken;
  return slack + perToken * (limits.length === 0 ? mostTokens : Math.max(...limits));
}

const limit = /"(?:max_tokens|max_completion_tokens|budget_tokens)":(\d+)/g; // quotes inside of texts are escaped

function countInputs(body: string): number {
  const {input} = JSON.parse(body) as {input?: unknown};
  return Array.isArray(input) ? input.length : 1;
}

/** Reads a body, decompressed, up to a number of bytes; `whole` is false when there was more. */
export async function readBody(response: Response, maxBytes: number): Promise<{text: string; whole: boolean}> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = response.body?.getReader();
  for (let part = await reader?.read(); part !== undefined && !part.done; part = await reader?.read()) {
    const chunk = part.value as Uint8Array;
    size += chunk.length;
    chunks.push(size > maxBytes ? chunk.subarray(0, chunk.length - (size - maxBytes)) : chunk);
    if (size <= maxBytes) continue;
    await reader?.cancel().catch(() => undefined);
    break;
  }
  return {text: new TextDecoder().decode(Buffer.concat(chunks)), whole: size <= maxBytes};
}
