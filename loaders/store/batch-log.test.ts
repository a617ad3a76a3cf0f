import {appendFileSync, readFileSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {describe, expect, it} from "vitest";
import {useTempData} from "../util/testing/temp-data.js";
import {BatchLog} from "./batch-log.js";

const {folder} = useTempData();
const intent = (label: string) => ({
  kind: "intent" as const,
  label,
  model: "m",
  items: ["a"],
  step: "s",
  role: "r",
  at: ""
});

function written(name: string): string {
  const path = join(folder(), name);
  const log = new BatchLog(path);
  log.write(intent("one"));
  log.write({kind: "submitted", label: "one", batch: "b1"});
  log.write(intent("two"));
  return path;
}

describe("BatchLog", () => {
  it("finds what was submitted again, also behind a line that a kill tore", () => {
    const path = written("torn.jsonl");
    appendFileSync(path, '{"kind":"colle');
    const log = new BatchLog(path);
    expect(log.open("m").map(({label, batch}) => [label, batch])).toEqual([
      ["one", "b1"],
      ["two", null]
    ]);
    log.write({kind: "collected", label: "one"});
    expect(new BatchLog(path).open("m").map(({label}) => label)).toEqual(["two"]);
  });

  it.each(['{"kind":"sub', '{"kind":"other","label":"one"}', "\0\0\0"])(
    "refuses a damaged line with file, line and cure, as its batch would be paid for again: %j",
    (damage) => {
      const path = written("damaged.jsonl");
      const lines = readFileSync(path, "utf8").split("\n");
      writeFileSync(path, lines.with(1, damage).join("\n"));
      expect(() => new BatchLog(path)).toThrow(/damaged record of a batch: take the line out/);
      writeFileSync(path, "");
    }
  );
});
