import type {AsyncBuffer} from "npm:hyparquet";

export const smallFile = 2 ** 19; // bytes; it is read whole

interface Kept {
  data: Promise<ArrayBuffer>;
  bytes: number; // 0 while it is read
}

/**
 * A file whose slices are kept once they are read: the latest ones, of `mostBytes` together. A slice that is asked for
 * again meanwhile is read once; one that failed is read again. A small file is read whole.
 */
export function keepSlices({byteLength, slice}: AsyncBuffer, mostBytes: number): AsyncBuffer {
  const kept = new Map<string, Kept>(); // the one used last is the last
  let total = 0; // bytes

  const dropOldest = (): void => {
    for (const [key, {bytes}] of kept) {
      if (total <= mostBytes) return;
      if (bytes > 0) kept.delete(key);
      total -= bytes;
    }
  };

  const readSlice = (start: number, end: number): Promise<ArrayBuffer> => {
    const key = `${start},${end}`;
    const known = kept.get(key);
    kept.delete(key);
    const one = known ?? {data: Promise.resolve(slice(start, end)), bytes: 0};
    kept.set(key, one);
    if (known === undefined)
      one.data.then(
        ({byteLength: bytes}) => {
          one.bytes = bytes;
          total += bytes;
          dropOldest();
        },
        () => kept.delete(key)
      );
    return one.data;
  };

  return {
    byteLength,
    slice: async (start, end = byteLength) =>
      byteLength <= smallFile ? (await readSlice(0, byteLength)).slice(start, end) : readSlice(start, end)
  };
}
