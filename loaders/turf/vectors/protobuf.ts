/** The few pieces of the protocol buffer wire format that a model graph is made of. */
export type Field = Uint8Array;

/** A whole number from 0, as a varint. */
export const integerField = (field: number, value: number): Field => bytesOf([...varint(field << 3), ...varint(value)]);

/** A text, bytes, or the fields of an inner message. */
export function field(field: number, value: string | Uint8Array | readonly Field[]): Field {
  const bytes =
    typeof value === "string" ? new TextEncoder().encode(value) : value instanceof Uint8Array ? value : join(value);
  return join([bytesOf([...varint((field << 3) | 2), ...varint(bytes.length)]), bytes]);
}

/** One message from its fields. */
export function join(fields: readonly Field[]): Uint8Array {
  const whole = new Uint8Array(fields.reduce((sum, {length}) => sum + length, 0));
  let at = 0;
  for (const bytes of fields) {
    whole.set(bytes, at);
    at += bytes.length;
  }
  return whole;
}

const bytesOf = (values: readonly number[]): Uint8Array => Uint8Array.from(values);

function varint(value: number): number[] {
  const bytes: number[] = [];
  for (; value >= 0x80; value = Math.floor(value / 0x80)) bytes.push((value % 0x80) | 0x80);
  return [...bytes, value];
}
