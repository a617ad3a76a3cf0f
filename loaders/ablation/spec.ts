import {z} from "zod";
import {controlKinds} from "../../src/shared/ablation.js";
import {findingIds, whichFindings} from "../probe/sources/which-findings.js";
import {roleSpec} from "../step/role-spec.js";
import {between, durationInMs, name, seed, share, text, trimmed, whole} from "../step/spec-parts.js";
import {chosenSpec, hasKey} from "../util/chosen-spec.js";
import {dataFormats} from "./arm-data.js";
import {detectorSpec} from "./detectors/detector-spec.js";
import {phraseSides, traceParts} from "./settings.js";

const dropSpec = z.union(
  [
    z.enum([...traceParts, "chunk"]),
    z.strictObject({chunk: z.union([text, z.array(text).min(1, "expected at least one chunk")])}),
    z.strictObject({phrase: text, in: z.enum(phraseSides, `expected ${phraseSides.join(", ")}`).optional()}),
    z.strictObject({cluster: whole(0, 10_000_000)}),
    z.strictObject({detector: text})
  ],
  "expected trace, crux, trigger, chunk, {chunk: name or names}, {phrase: text}, {cluster: number} or {detector: name}"
);

const keepSpec = z.union([
  whole(0, 100_000_000),
  z.array(whole(0, 100_000_000)).min(1, "expected at least one number")
]);

const plainArmSpec = z.strictObject({
  name: name.optional(),
  drop: dropSpec.optional(),
  keep: keepSpec.optional(),
  rounds: whole(1, 20).optional(),
  add: z.union([text, z.strictObject({write: whole(1, 10_000)})], "expected a file, or {write: number}").optional()
});

const axisCount = z.union([whole(0, 100_000_000), z.literal("all")], "expected a whole number or all");
const axisCounts = z.array(axisCount).min(2, "expected at least two numbers of pairs");

const axisSpec = z.union(
  [z.strictObject({drop: dropSpec, keep: axisCounts}), z.strictObject({add: text, keep: axisCounts})],
  "expected {drop: ..., keep: [numbers or all]} or {add: file, keep: [numbers or all]}"
);

const gridArmSpec = z.strictObject({
  name: name.optional(),
  grid: z.strictObject({x: axisSpec, y: axisSpec, without: dropSpec.optional()})
});

type PlainArmInput = z.output<typeof plainArmSpec>;
type GridArmInput = z.output<typeof gridArmSpec>;
export type AxisInput = z.output<typeof axisSpec>;

const armSpec: z.ZodType<PlainArmInput | GridArmInput> = chosenSpec((value): z.ZodType<PlainArmInput | GridArmInput> =>
  hasKey(value, "grid") ? gridArmSpec : plainArmSpec
);

const commandSpec = z.strictObject({
  command: trimmed,
  timeout: durationInMs.optional(),
  format: z.enum(dataFormats, `expected ${dataFormats.join(" or ")}`).optional(),
  base_url: z.url("expected an address such as http://host:port/v1").optional()
});

const modelsSpec = z.union([trimmed, z.array(trimmed).min(1, "expected at least one model")]);

const trainerSpec = z.union(
  [z.literal("lab"), commandSpec, z.strictObject({given: z.record(text, modelsSpec)})],
  "expected lab, {command: ...} or {given: {arm: model}}"
);

const measureSpec = z.strictObject({
  regions: z.strictObject({top: whole(1, 1000).optional(), queries: whole(2, 1000).optional()}).optional(),
  probes: z.array(text).min(1, "expected at least one probe").optional()
});

/** The step `ablation` as a user writes it (docs/ablation.md). */
export const ablationSpec = z.strictObject({
  index: trimmed.optional(),
  corpus: trimmed.optional(),
  findings: z
    .strictObject({
      top: whole(0, 100_000).optional(),
      which: whichFindings.optional(),
      ids: findingIds.optional(),
      rubrics: z.array(text).min(1, "expected at least one rubric").optional()
    })
    .optional(),
  writer: roleSpec.optional(),
  detectors: z.record(z.string(), detectorSpec).optional(),
  arms: z.array(armSpec).min(1, "expected at least one arm").optional(),
  controls: z.array(z.enum(controlKinds, `expected ${controlKinds.join(" or ")}`)).optional(),
  seeds: whole(1, 100).optional(),
  trainer: trainerSpec.optional(),
  samples: whole(1, 100_000).optional(),
  rewordings: whole(0, 1000).optional(),
  by: z.enum(["model", "rule"], "expected model or rule").optional(),
  ordinary: whole(0, 100_000).optional(),
  measure: measureSpec.optional(),
  bar: share.lt(1, "expected a rate below 1").optional(),
  k: whole(10, 100_000).optional(),
  similarity: between(0, 1, "a cosine").optional(),
  most: whole(1, 100_000_000).optional(),
  seed: seed.optional()
});

export type AblationInput = z.output<typeof ablationSpec>;
export type ArmInput = PlainArmInput | GridArmInput;
export type DropInput = z.output<typeof dropSpec>;
