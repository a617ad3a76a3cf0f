import {spawn} from "node:child_process";
import {existsSync, readdirSync, writeFileSync} from "node:fs";
import {once} from "node:events";
import {join} from "node:path";
import {fileURLToPath} from "node:url";
import {build} from "esbuild";
import {describe, expect, it} from "vitest";
import {tableNames} from "../../../src/shared/schema.js";
import {draftOf} from "../../store/replace-study.js";
import {readManifest} from "../../store/manifest.js";
import {readTable, tablePath} from "../../store/tables.js";
import {dataFolder, runsFolder, studyFolder} from "../../util/paths.js";
import {useTempData} from "../../util/testing/temp-data.js";
import {listStudies} from "../manifest/list.js";
import {writeData} from "../testing/data-folder.js";
import {importStudy} from "./import.js";

useTempData();

/** A sweep of one run whose scores tell which sweep it is. */
function sweep(name: string, score: number, rows: number): string {
  const lines = Array.from({length: rows}, (_, i) =>
    JSON.stringify({
      iteration: 1,
      query: `query ${i} of ${name}`,
      response: "r",
      reward_score: score,
      attributes: ["A"]
    })
  );
  writeData(`${name}/results.jsonl`, `${lines.join("\n")}\n`);
  return join(dataFolder(), name);
}

/** Which sweep a study is of; throws when its manifest and its tables disagree, or one is missing. */
async function versionOf(study: string): Promise<number> {
  const manifest = readManifest(study);
  expect(manifest?.state).toBe("finished");
  for (const table of tableNames) expect([table, existsSync(tablePath(study, table))]).toEqual([table, true]);
  const candidates = (await readTable(study, "candidates"))!;
  const texts = (await readTable(study, "texts"))!;
  expect([candidates.length, texts.length]).toEqual([manifest!.counts.candidates, manifest!.counts.candidates]);
  const scores = new Set(candidates.map(({score}) => score));
  expect(scores.size).toBe(1);
  return [...scores][0]!;
}

describe("a study that is imported again", () => {
  it("is the old one or the new one, whole, after each of 40 kills", async () => {
    const [old, next] = [sweep("old", 10, 400), sweep("next", 20, 300)];
    await importStudy(old, "kept");
    const child = join(dataFolder(), "child.mjs");
    await build({
      entryPoints: [fileURLToPath(new URL("./testing/import-child.ts", import.meta.url))],
      outfile: child,
      ...{bundle: true, platform: "node", format: "esm", logLevel: "error", define: {"import.meta.url": "moduleUrl"}},
      banner: {
        js: [
          'import {createRequire} from "node:module";',
          `const moduleUrl = ${JSON.stringify(import.meta.url)};`,
          "const require = createRequire(moduleUrl);"
        ].join("\n")
      }
    });
    const seen = new Set<number>();
    for (let kill = 0; kill < 40; kill++) {
      const importing = spawn(
        process.execPath,
        [child, "kept", kill % 2 === 0 ? next : old, kill % 2 === 0 ? old : next],
        {
          env: {...process.env, SURFTURF_DATA: dataFolder()},
          stdio: ["ignore", "pipe", "inherit"]
        }
      );
      const ended = once(importing, "close");
      await Promise.race([once(importing.stdout, "data"), ended]);
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 150));
      importing.kill("SIGKILL");
      await ended;
      const [version] = [await versionOf("kept")];
      seen.add(version!);
      expect([10, 20]).toContain(version);
    }
    expect([...seen].sort()).toEqual([10, 20]);
    expect(listStudies()).toEqual(["kept"]);
    await importStudy(next, "kept", {overwrite: true});
    expect(await versionOf("kept")).toBe(20);
    expect(readdirSync(runsFolder()).filter((name) => name.startsWith("."))).toEqual([]);
  }, 240_000);

  it("has its folder back where the process died between the two renames", async () => {
    await importStudy(sweep("old", 10, 3), "between");
    const {renameSync} = await import("node:fs");
    renameSync(studyFolder("between"), studyFolder(".between.replaced"));
    expect(listStudies()).toContain("between");
    renameSync(studyFolder("between"), studyFolder(".between.replaced"));
    expect(await versionOf("between")).toBe(10);
  });

  it("stays as it is when the new files can't be read, and keeps what else is in its folder", async () => {
    await importStudy(sweep("old", 10, 3), "failing");
    writeFileSync(join(studyFolder("failing"), "report.json"), "{}");
    await expect(importStudy(join(dataFolder(), "nowhere"), "failing", {overwrite: true})).rejects.toThrow(
      "no such file"
    );
    expect(await versionOf("failing")).toBe(10);
    await importStudy(sweep("next", 20, 2), "failing", {overwrite: true});
    expect(await versionOf("failing")).toBe(20);
    expect(readdirSync(studyFolder("failing"))).toEqual(
      expect.arrayContaining(["report.json", "study.json", "tables"])
    );
    expect(existsSync(studyFolder(draftOf("failing")))).toBe(false);
  });
});
