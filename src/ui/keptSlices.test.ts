import {describe, expect, it} from "vitest";
import {keepSlices} from "./keptSlices.js";

const large = 1_000_000; // bytes

/** A file that counts its reads; the byte at place i is i modulo 251. */
function countedFile(byteLength: number) {
  const file = {
    byteLength,
    reads: [] as string[],
    fails: false,
    slice(start: number, end = byteLength): Promise<ArrayBuffer> {
      file.reads.push(`${start}-${end}`);
      if (file.fails) return Promise.reject(new Error("no network"));
      return Promise.resolve(Uint8Array.from({length: end - start}, (_, i) => (start + i) % 251).buffer);
    }
  };
  return file;
}

const bytesOf = async (data: ArrayBuffer | Promise<ArrayBuffer>): Promise<number[]> => [...new Uint8Array(await data)];

describe("keepSlices", () => {
  it("reads a slice once, even when it is asked for twice at a time", async () => {
    const file = countedFile(large);
    const kept = keepSlices(file, 100);
    const [first, second] = await Promise.all([kept.slice(250, 253), kept.slice(250, 253)]);
    expect(await bytesOf(first)).toEqual([250, 0, 1]);
    expect(second).toBe(first);
    await kept.slice(250, 253);
    expect(file.reads).toEqual(["250-253"]);
  });

  it("drops what was used longest ago where there are more bytes than it may keep", async () => {
    const file = countedFile(large);
    const kept = keepSlices(file, 100);
    await kept.slice(0, 40);
    await kept.slice(40, 80);
    await kept.slice(0, 40); // used again
    await kept.slice(80, 120); // 120 bytes: 40-80 goes
    await kept.slice(0, 40);
    await kept.slice(40, 80);
    expect(file.reads).toEqual(["0-40", "40-80", "80-120", "40-80"]);
  });

  it("keeps nothing that is larger than all it may keep, and hands it over", async () => {
    const file = countedFile(large);
    const kept = keepSlices(file, 100);
    expect(await bytesOf(kept.slice(0, 200))).toHaveLength(200);
    await kept.slice(0, 200);
    expect(file.reads).toEqual(["0-200", "0-200"]);
  });

  it("reads a small file whole", async () => {
    const file = countedFile(1000);
    const kept = keepSlices(file, 10_000);
    expect(await bytesOf(kept.slice(3, 5))).toEqual([3, 4]);
    expect(await bytesOf(kept.slice(998))).toEqual([998 % 251, 999 % 251]);
    expect(file.reads).toEqual(["0-1000"]);
  });

  it("reads again what failed", async () => {
    const file = countedFile(large);
    const kept = keepSlices(file, 100);
    file.fails = true;
    await expect(kept.slice(0, 2)).rejects.toThrow("no network");
    file.fails = false;
    expect(await bytesOf(kept.slice(0, 2))).toEqual([0, 1]);
  });
});
