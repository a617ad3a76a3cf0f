/**
 * The few pieces of the protocol buffer wire format that a model graph is made of. Weights are copied once, by `join`.
 */
export type Field = readonly Uint8Array[]; // its bytes, in pieces

/** A whole number from 0, as a varint. Negative ones are not needed. */
export const integerField = (field: number, value: number): Field => [
  bytesOf([...varint(field << 3), ...varint(value)])
];

/** A 32-bit float. */
export function floatField(field: number, value: number): Field {
  const bytes = Buffer.alloc(4);
  bytes.writeFloatLE(value);
  return [bytesOf([...varint((field << 3) | 5), ...bytes])];
}

/** A text, bytes, or the fields of an inner message. */
export function field(field: number, value: string | Uint8Array | readonly Field[]): Field {
  const pieces =
    typeof value === "string"
      ? [new TextEncoder().encode(value)]
      : value instanceof Uint8Array
        ? [value]
        : value.flat();
  return [bytesOf([...varint((field << 3) | 2), ...varint(lengthOf(pieces))]), ...pieces];
}

/** One message from its fields. */
export function join(fields: readonly Field[]): Uint8Array {
  const pieces = fields.flat();
  const whole = new Uint8Array(lengthOf(pieces));
  let at = 0;
  for (const bytes of pieces) {
    whole.set(bytes, at);
    at += bytes.length;
  }
  return whole;
}

const lengthOf = (pieces: Field): number => pieces.reduce((sum, {length}) => sum + length, 0);

const bytesOf = (values: readonly number[]): Uint8Array => Uint8Array.from(values);

function varint(value: number): number[] {
  const bytes: number[] = [];
  for (; value >= 0x80; value = Math.floor(value / 0x80)) bytes.push((value % 0x80) | 0x80);
  return [...bytes, value];
}
