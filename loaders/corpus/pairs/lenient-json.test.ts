import {describe, expect, it} from "vitest";
import {maybeJsonObject} from "./lenient-json.js";

describe("maybeJsonObject(text)", () => {
  it("reads an object", () => {
    expect(maybeJsonObject(' {"a": [1, {"b": null}]} ')).toEqual({a: [1, {b: null}]});
  });

  it("makes null of what JSON has no number for", () => {
    expect(maybeJsonObject('{"a": NaN, "b": [Infinity, -Infinity], "c": 1}')).toEqual({a: null, b: [null, null], c: 1});
  });

  it("leaves the same words alone inside strings, also after escaped quotes", () => {
    const value = {'say "NaN"': 'to "Infinity", \\', n: null};
    expect(maybeJsonObject(JSON.stringify(value).replace(/null/, "NaN"))).toEqual(value);
  });

  it.each(["", "null", "NaN", "7", '"text"', "[1]", '{"a": ', "{'a': 1}", '{"a": NaNs}', '{"a": 1} {"b": 2}'])(
    "gives nothing for %s",
    (text) => expect(maybeJsonObject(text)).toBeUndefined()
  );

  it("takes one pass for 5 MB of escaped quotes, torn or whole", () => {
    const quotes = '\\"'.repeat(2_500_000);
    const start = performance.now();
    expect(maybeJsonObject(`{"score": NaN, "text": "${quotes}`)).toBeUndefined();
    expect(maybeJsonObject(`{"score": NaN, "text": "${quotes}\\`)).toBeUndefined();
    expect(maybeJsonObject(`{"score": NaN, "text": "${quotes}"}`)).toMatchObject({score: null});
    expect(performance.now() - start).toBeLessThan(3000);
  });
});
