import {mkdirSync, realpathSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {describe, expect, it} from "vitest";
import {useTempData} from "./testing/temp-data.js";
import {dependencyIn, workspaceFrom} from "./workspace.js";

const {folder} = useTempData();

function made(path: string, manifest?: string): string {
  const at = join(realpathSync(folder()), path);
  mkdirSync(at, {recursive: true});
  if (manifest !== undefined) writeFileSync(join(at, "package.json"), manifest);
  return at;
}
const depending = JSON.stringify({dependencies: {surfturf: "0.1.0"}});

describe("workspaceFrom(folder, packageFolder)", () => {
  it("is the nearest folder, upwards, that depends on the package", () => {
    const audit = made("audit", depending);
    const installed = made("audit/node_modules/surfturf");
    expect(workspaceFrom(audit, installed)).toBe(audit);
    expect(workspaceFrom(made("audit/data/studies"), installed)).toBe(audit);
    const inner = made("audit/packages/inner", JSON.stringify({devDependencies: {surfturf: "file:../x.tgz"}}));
    expect(workspaceFrom(made("audit/packages/inner/src"), installed)).toBe(inner);
    expect(workspaceFrom(made("audit/packages/other", "{}"), installed)).toBe(audit);
  });

  it("is a clone, wherever it is started from, unless that depends on it", () => {
    const clone = made("clone", "{}");
    expect(workspaceFrom(made("clone/data"), clone)).toBe(clone);
    expect(workspaceFrom(made("elsewhere"), clone)).toBe(clone);
    expect(workspaceFrom(made("linked", depending), clone)).toBe(made("linked"));
  });

  it("is the current folder for an installed package that no folder depends on", () => {
    const anywhere = made("anywhere");
    expect(workspaceFrom(anywhere, made("cache/node_modules/surfturf"))).toBe(anywhere);
  });
});

describe("dependencyIn(folder)", () => {
  it.each([
    ["none", undefined, undefined],
    ["damaged", "{", undefined],
    ["null", "null", undefined],
    ["other", '{"dependencies": {"d3": "1"}}', undefined],
    ["version", depending, "0.1.0"]
  ])("reads a package.json: %s", (name, manifest, spec) => expect(dependencyIn(made(name, manifest))).toBe(spec));
});
