import {writeManifest, readManifest} from "../../loaders/store/manifest.js";
import {readTable, writeTable} from "../../loaders/store/tables.js";
import {tableNames} from "../shared/schema.js";
import {models as planted} from "./probe-asked.js";
import {plantProbes} from "./probe-data.js";

/** The models of the study `named`: one has a name, of the other two servers have one each. */
export const namedModels = {
  base: "http://127.0.0.1:8000/v1:acme-research/llama-3.1-70b-instruct-sft-dpo-final-2025-11/checkpoint-12000:latest",
  tuned: "http://127.0.0.1:8001/v1:acme-research/llama-3.1-70b-instruct-sft-dpo-final-2025-11/checkpoint-12000:latest",
  judge: "http://127.0.0.1:11434/v1:qwen3:8b"
};

export const baseName = 'Base & <b>no</b> "DPO"';

/** Writes the study `named`: the planted probes, of models behind addresses. */
export async function plantNamed(study = "named"): Promise<void> {
  await plantProbes(study, {
    ...readManifest("lab")!,
    steps: probed,
    counts: {...readManifest("lab")!.counts, candidates: 0}
  });
  const ids = new Map([
    [planted[0]!, namedModels.base],
    [planted[1]!, namedModels.tuned],
    ["planted:judge", namedModels.judge]
  ]);
  for (const table of tableNames) {
    const rows = await readTable(study, table);
    if (rows !== undefined) await writeTable(study, table, rows.map((row) => withModels(row, ids)) as never);
  }
  writeManifest({
    ...readManifest(study)!,
    title: "Models by address",
    models: {target: [namedModels.base, namedModels.tuned], judge: [namedModels.judge]},
    names: {[namedModels.base]: baseName}
  });
}

const probed = ["confirm", "robustness", "probe"].map((name) => ({
  ...{name, state: "finished", planned: 9, done: 9, unscored: 0}
})) as never;

/** The row with other models. Its finding, if it is one, is none of the surest of the site. */
const withModels = (row: object, ids: ReadonlyMap<string, string>): object => ({
  ...Object.fromEntries(
    Object.entries(row).map(([column, value]) => [
      column,
      typeof value === "string" ? (ids.get(value) ?? value) : value
    ])
  ),
  ...("confirmed_low" in row && {confirmed: false, confirmed_low: 0.05})
});
