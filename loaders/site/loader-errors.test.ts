import {spawnSync} from "node:child_process";
import {join} from "node:path";
import {expect, it} from "vitest";
import {projectFolder} from "../util/paths.js";
import {useTempData} from "../util/testing/temp-data.js";

useTempData();

it.each([
  ["[study]/study.json.ts", "--study=nobody", "no such study: nobody"],
  ["indexes/[index]/index.json.ts", "--index=nobody", "no such index: nobody"]
])(
  "a notebook that names what is not there is told in one line (%s)",
  (file, flag, words) => {
    const args = ["--import", "tsx", join(projectFolder, "src/data", file), flag];
    const {status, stdout, stderr} = spawnSync(process.execPath, args, {encoding: "utf8", cwd: projectFolder});
    expect([status, stdout, stderr]).toEqual([2, "", `${words}\n`]);
  },
  60_000
);
