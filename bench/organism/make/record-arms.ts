import {join} from "node:path";
import {armLabel} from "../../../loaders/ablation/arms/arm.js";
import {planSamples, requestOf} from "../../../loaders/ablation/measure-model.js";
import {ablationStep} from "../../../loaders/ablation/step.js";
import {serveModel} from "../../../loaders/ablation/trainers/serve-model.js";
import {createModel} from "../../../loaders/model/create.js";
import type {Model} from "../../../loaders/model/model.js";
import {roleIn} from "../../../loaders/step/contexts/context.js";
import {settingsOf} from "../../../loaders/step/step.js";
import type {Study} from "../../../loaders/step/study.js";
import {JournalReader} from "../../../loaders/store/journal.js";
import {requestId} from "../../../loaders/store/recorded-call.js";
import {RecordingBook} from "../../../loaders/store/recording/recording.js";
import type {RecordingFacts} from "../../../loaders/store/recording/write-recording.js";
import {readTable} from "../../../loaders/store/tables.js";
import {prepareStudy} from "../../../loaders/study/run/prepare.js";
import {recordingsFolder, studyFolder} from "../../../loaders/util/paths.js";
import type {Row} from "../../../src/shared/schema.js";

/**
 * Writes the answers of every model that a study's ablation trained as a recording of its own. Resolves to their names by
 * the label of the arm, one for each seed, as the trainer `given` takes them. Arms with the same data share their models,
 * and so their recordings. A model that plays a recording already is named, not written again.
 */
export async function recordArms(
  study: Study,
  prefix: string,
  facts: Omit<RecordingFacts, "name" | "model">
): Promise<Record<string, string[]>> {
  const arms = (await readTable(study.name, "arms"))!;
  const models = (await readTable(study.name, "arm_models"))!;
  const requests = await requestsOf(study);
  const journal = JournalReader.open(join(studyFolder(study.name), "journal.jsonl"));
  const given: Record<string, string[]> = {};
  const written = new Set<string>();
  try {
    for (const {arm, seed, model} of models) {
      const row = arms[arm]!;
      const label = labelOf(row, arms);
      const first = arms.find(({hash}) => hash === row.hash)!;
      const name = [prefix, ...labelOf(first, arms).split("."), seed].join("-");
      const isRecorded = model!.startsWith("recorded:");
      (given[label] ??= []).push(isRecorded ? model! : `recorded:${name}`);
      if (isRecorded || written.has(name)) continue;
      written.add(name);
      const book = new RecordingBook(join(recordingsFolder(), name), journal);
      for (const request of requests) {
        const ordinal = journal.find(requestId(trained(model!, row.hash!, seed), request));
        if (ordinal === undefined) throw new Error(`${name}: an answer is missing; run the ablation again`);
        book.add({request, source: null, draw: null, ordinal}, null);
      }
      await book.save({...facts, name, model: `SmolLM2-135M trained on ${first.name} ${row.hash}, seed ${seed}`});
    }
  } finally {
    journal.close();
  }
  return given;
}

type ArmRow = Row<"arms">;

function labelOf({name, finding, control, control_of: of, kept}: ArmRow, arms: readonly ArmRow[]): string {
  const from = control as "chunk" | "everywhere" | null;
  const rest = {kind: "drop" as const, selects: "", dropped: new Set<number>(), own: new Set<number>(), added: []};
  return armLabel({...rest, id: 0, name, finding, kept, control: from === null ? null : {of: arms[of!]!.id, from}});
}

/** What every model of the ablation was asked. */
async function requestsOf(study: Study) {
  const {roles} = await prepareStudy(study);
  const {samples, seed} = settingsOf(study, ablationStep)!;
  const prompts = ((await readTable(study.name, "arm_prompts")) ?? []).map(({of: _of, variant: _variant, ...row}) => ({
    ...row,
    kind: row.kind as "original" | "reworded" | "ordinary",
    rubrics: [],
    row: null,
    expected: null
  }));
  const context = {name: "none", system: null, shots: [], tokens: 0};
  const target = roleIn(context, roles.targets[0]!);
  return planSamples(prompts, samples).map((planned) => requestOf(prompts, planned, target, {seed, context}).request);
}

const trained = (name: string, hash: string, seed: number): Model =>
  serveModel(name, {
    ...{hash, seed, baseUrl: null, signal: new AbortController().signal, log: () => undefined},
    make: () => createModel({name, baseUrl: null, key: null})
  }).model;
