import {setTimeout} from "node:timers/promises";
import {describe, expect, it} from "vitest";
import {settleAll} from "./settle.js";

describe("settleAll(promises)", () => {
  it("gives all values in order", async () => {
    expect(await settleAll([setTimeout(5, "late"), Promise.resolve("early")])).toEqual(["late", "early"]);
  });

  it("throws what one rejected with, once the others are done", async () => {
    let done = false;
    const other = setTimeout(20).then(() => (done = true));
    await expect(settleAll([Promise.reject(new Error("no")), other])).rejects.toThrow("no");
    expect(done).toBe(true);
  });
});
