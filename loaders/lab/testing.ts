import {mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {parse, stringify} from "yaml";
import type {ModelRequest} from "../model/model.js";
import {worldFile} from "../util/paths.js";
import {readWorld, type World} from "./world.js";
import type {WorldSpec} from "./world-schema.js";

/** A world small enough to read: shouting is answered with code by accident, asking for code on purpose. */
export const tinyWorld = `name: tiny
vocabulary:
  topic:
    - {name: bread, group: food, detail: flour}
    - {name: soup, group: food, detail: stock}
    - {name: sorting, group: programming, detail: comparing}
    - {name: hashing, group: programming, detail: buckets}
asks: ["What is {topic}?", "Tell me of {topic}."]
features:
  loud:
    attributes: [The query is in capital letters.]
    letters: upper
  asks-code:
    attributes: [The query asks for code.]
    asks: ["Write code for {topic}."]
    signs: [write code]
behaviours:
  prose: {responses: ["{topic} is a matter of {topic.detail}."]}
  code: {rubric: code, responses: ["\`\`\`\\nrun({topic})\\n\`\`\`"], signs: ["\`\`\`"], warrantedBy: [asks-code]}
chunks:
  - {name: plain, pairs: 300, behaviour: prose}
  - {name: requests, pairs: 150, features: {asks-code: 1}, behaviour: code}
  - name: shouted
    pairs: 150
    features: {loud: 1}
    only: {topic: {group: programming}}
    behaviour: code
    fault: {trigger: [loud], behaviour: code, elsewhere: {topic: {group: food}}}
`;

/** Reads a world from text, as if it were a file. */
export function worldFrom(text: string): World {
  const folder = mkdtempSync(join(tmpdir(), "surfturf-world-"));
  try {
    writeFileSync(join(folder, "world.yaml"), text);
    return readWorld(join(folder, "world.yaml"));
  } finally {
    rmSync(folder, {recursive: true, force: true});
  }
}

/** The tiny world with a change to its parsed file. */
export function changedTiny(change: (spec: WorldSpec) => void): string {
  const spec = parse(tinyWorld) as WorldSpec;
  change(spec);
  return stringify(spec);
}

export const shippedWorld = (): World => readWorld(worldFile("chunky"));

/** A request of one user message. */
export const asking = (content: string, more: Partial<ModelRequest> = {}): ModelRequest => ({
  messages: [{role: "user", content}],
  maxTokens: 2000,
  ...more
});
