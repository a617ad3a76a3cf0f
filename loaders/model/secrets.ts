const minLength = 8;
const longLength = 20; // without a digit, only what is this long is taken for a secret: dummies are words

const known = new Map<string, string[]>(); // each secret with the forms it can return in

/** Remembers the value of a key or of a secret header, so that no answer that repeats it is kept. */
export function knowSecret(value: string): void {
  const isSecret = value.length >= longLength || (value.length >= minLength && /\d/.test(value));
  if (isSecret && !known.has(value)) known.set(value, formsOf(value));
}

/** A text without the secrets that this process knows: plain, URL-encoded, as hex or in base64. */
export function hideSecrets(text: string): string {
  for (const forms of known.values())
    for (const form of forms) if (text.includes(form)) text = text.replaceAll(form, "[key]");
  return text;
}

/** The same for each text inside of objects and lists. */
export function hideSecretsIn<T>(value: T): T {
  if (known.size === 0) return value;
  return hideDeep(value) as T;
}

function hideDeep(value: unknown): unknown {
  if (typeof value === "string") return hideSecrets(value);
  if (Array.isArray(value)) return value.map(hideDeep);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, hideDeep(inner)]));
}

function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret);
  const encoded = encodeURIComponent(secret);
  const lower = encoded.replaceAll(/%../g, (code) => code.toLowerCase());
  const hex = bytes.toString("hex");
  return [...new Set([secret, encoded, lower, hex, hex.toUpperCase(), ...base64Forms(bytes)])];
}

/** Base64 packs three bytes into four characters: what stands before a secret decides between three forms. */
function base64Forms(bytes: Buffer): string[] {
  return [0, 1, 2].flatMap((before) => {
    const whole = Buffer.concat([Buffer.alloc(before), bytes]).toString("base64");
    const start = before === 0 ? 0 : before + 1;
    const end = Math.floor(((before + bytes.length) * 8) / 6); // the rest depends on what follows
    const form = whole.slice(start, end);
    return [form, form.replaceAll("+", "-").replaceAll("/", "_")];
  });
}
