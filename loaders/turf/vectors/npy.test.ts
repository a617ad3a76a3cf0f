import {mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, describe, expect, it} from "vitest";
import {convertNpy, openNpy} from "./npy.js";

const folder = mkdtempSync(join(tmpdir(), "surfturf-npy-"));
afterAll(() => rmSync(folder, {recursive: true, force: true}));

let files = 0;

/** A file as NumPy's documentation describes it. */
function write(descr: string, shape: string, values: NodeJS.TypedArray, {version = 1, fortran = "False"} = {}): string {
  const dict = `{'descr': '${descr}', 'fortran_order': ${fortran}, 'shape': ${shape}, }`;
  const fixed = version === 1 ? 10 : 12;
  const header = dict.padEnd(Math.ceil((fixed + dict.length + 1) / 64) * 64 - fixed - 1) + "\n";
  const length = Buffer.alloc(version === 1 ? 2 : 4);
  if (version === 1) length.writeUInt16LE(header.length);
  else length.writeUInt32LE(header.length);
  const path = join(folder, `a${files++}.npy`);
  const magic = Buffer.from([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, version, 0]);
  writeFileSync(path, Buffer.concat([magic, length, Buffer.from(header), new Uint8Array(values.buffer)]));
  return path;
}

describe("openNpy(path)", () => {
  it.each<[string, NodeJS.TypedArray]>([
    ["<f4", Float32Array.of(1, -2, 0.5, 3, 4, 5)],
    ["<f8", Float64Array.of(1, -2, 0.5, 3, 4, 5)],
    ["<f2", Uint16Array.of(0x3c00, 0xc000, 0x3800, 0x4200, 0x4400, 0x4500)],
    ["<i4", Int32Array.of(1, -2, 7, 3, 4, 5)],
    ["<i8", BigInt64Array.of(1n, -2n, 7n, 3n, 4n, 5n)]
  ])("reads rows of %s", (descr, values) => {
    const third = descr.startsWith("<i") ? 7 : 0.5;
    const file = openNpy(write(descr, "(3, 2)", values));
    expect([file.count, file.dimension, file.type]).toEqual([3, 2, descr]);
    expect([...file.read(0, 3)]).toEqual([1, -2, third, 3, 4, 5]);
    expect([...file.read(1, 2)]).toEqual([third, 3]);
    file.close();
  });

  it("reads one axis, and headers of later formats", () => {
    const file = openNpy(write("<i4", "(4,)", Int32Array.of(9, 8, 7, 6), {version: 2}));
    expect([file.count, file.dimension, ...file.read(2, 4)]).toEqual([4, 1, 7, 6]);
    file.close();
  });

  it("reads the smallest half-precision numbers", () => {
    const file = openNpy(write("<f2", "(2,)", Uint16Array.of(1, 0x8400)));
    expect([...file.read(0, 2)]).toEqual([2 ** -24, -(2 ** -14)]);
    file.close();
  });

  it("says what is wrong with a file", () => {
    const values = Float32Array.of(1, 2, 3, 4);
    const at = (name: string, bytes: string | Buffer): string => {
      writeFileSync(join(folder, name), bytes);
      return join(folder, name);
    };
    expect(() => openNpy(at("text", "id,source,and so on"))).toThrow("is no .npy file");
    expect(() => openNpy(at("empty", ""))).toThrow("is no .npy file");
    expect(() => openNpy(at("long", Buffer.from("\x93NUMPY\x01\x00\xff\xff{}", "latin1")))).toThrow(
      "header of 65535 bytes"
    );
    expect(() => openNpy(write("<f4", "(9, 2)", values))).toThrow("is cut short: 16 bytes of values, expected 72");
    expect(() => openNpy(write("<f4", "(2, 2)", values, {fortran: "True"}))).toThrow("Fortran order");
    expect(() => openNpy(write(">f4", "(2, 2)", values))).toThrow("array of >f4 with 2 axes");
    expect(() => openNpy(write("<f4", "(1, 2, 2)", values))).toThrow("with 3 axes");
    expect(() => openNpy(write("|O", "(2, 2)", values))).toThrow("array of |O");
  });
});

describe("convertNpy(path, target)", () => {
  it("writes vectors, prepared on the way", () => {
    const path = write("<f8", "(2, 2)", Float64Array.of(1, 2, 3, 4));
    const vectors = convertNpy(path, join(folder, "v"), {prepare: (rows) => rows.map((value) => 2 * value)});
    expect([vectors.coded, ...vectors.read(0, 2)]).toEqual([true, 2, 4, 6, 8]);
    vectors.close();
  });

  it("refuses values that are not finite", () => {
    const path = write("<f4", "(2, 2)", Float32Array.of(1, 2, NaN, 4));
    expect(() => convertNpy(path, join(folder, "w"))).toThrow("vector 1 holds NaN");
  });
});
