import {mkdtempSync, readdirSync, rmSync, truncateSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, describe, expect, it} from "vitest";
import {keepIn} from "./kept-results.js";

const root = mkdtempSync(join(tmpdir(), "surfturf-kept-"));
afterAll(() => rmSync(root, {recursive: true, force: true}));

const counting = () => {
  let made = 0;
  return {make: () => Promise.resolve({rows: [0.1 + 0.2, -1e-300], number: ++made}), count: () => made};
};

describe("kept results", () => {
  it("are made once for a key, by whichever process is first, and keep their numbers", async () => {
    const folder = join(root, "once");
    const {make, count} = counting();
    const first = await keepIn(folder)({what: "a", k: 1}, make);
    expect(await keepIn(folder)({what: "a", k: 1}, make)).toEqual(first);
    expect(await keepIn(folder)({what: "a", k: 2}, make)).toEqual({...first, number: 2});
    expect(count()).toBe(2);
  });

  it("are made again where a file is damaged", async () => {
    const folder = join(root, "damaged");
    const {make, count} = counting();
    await keepIn(folder)("key", make);
    truncateSync(join(folder, readdirSync(folder)[0]!), 10);
    expect(await keepIn(folder)("key", make)).toMatchObject({number: 2});
    expect(await keepIn(folder)("key", make)).toMatchObject({number: 2});
    expect(count()).toBe(2);
  });

  it("of an attempt that failed are not kept", async () => {
    const keep = keepIn(join(root, "failed"));
    await expect(keep("key", () => Promise.reject(new Error("disk")))).rejects.toThrow("disk");
    expect(await keep("key", () => Promise.resolve(3))).toBe(3);
  });
});
