import {homedir} from "node:os";
import {join} from "node:path";
import {describe, expect, it} from "vitest";
import {dataFolder, projectFolder, publicPath, withoutFolders} from "./paths.js";

describe("what a page shows of paths", () => {
  it("is the path within the project, or the name alone", () => {
    expect(publicPath(join(dataFolder(), "studies/a.yaml"))).toBe("data/studies/a.yaml");
    expect(publicPath(join(projectFolder, "docs/a.md"))).toBe("docs/a.md");
    expect(publicPath(join(homedir(), "secret/a.yaml"))).toBe("a.yaml");
    expect(publicPath("/elsewhere/a.yaml")).toBe("a.yaml");
    expect(publicPath("hf:owner/name")).toBe("hf:owner/name");
  });

  it("holds no folder of this machine", () => {
    const text = withoutFolders(`${join(dataFolder(), "a.yaml")}: see ${join(homedir(), "b")}`);
    expect(text).toBe("data/a.yaml: see ~/b");
  });
});
