import {writeFileSync} from "node:fs";
import {join} from "node:path";
import type {Row} from "../../../src/shared/schema.js";
import {freshQueries} from "../../lab/fresh-queries.js";
import {renderResponse} from "../../lab/respond.js";
import {createSubjects} from "../../lab/subjects.js";
import type {World} from "../../lab/world.js";
import {dataFolder} from "../../util/paths.js";
import {createRandom, seedOf} from "../../util/random.js";
import type {AblationSettings, ArmSettings} from "../settings.js";
import {ablateWorld, defaults} from "./ablate-world.js";
import {openFailingWorld, type Failure} from "./failing-world.js";

/** How added counter-examples do in one world with planted faults. */
export interface MendingScore {
  findings: number; // of planted faults that fail with all data
  mended: number; // whose failure is below the bar with counter-examples of it
  verdicts: number; // of which the verdict is mends
  partly: number; // of which it is mends in part
  repeated: number; // whose failure is below the bar with as many pairs of the corpus again
  measured: number; // measures of ordinary prompts that were compared
  changed: number; // of these, that changed
  notes: string[];
}

/**
 * Adds a file of counter-examples for each planted fault of a varied world, `count` queries with its trigger on other
 * subjects that are answered well, and measures what they mend and what they break.
 */
export async function measureMending(
  seed: number,
  {count, ...settings}: Partial<AblationSettings> & {count: number}
): Promise<MendingScore> {
  const failing = await openFailingWorld(seed);
  const {world, faults} = failing;
  const arms = faults.map((fault): ArmSettings => ({
    name: fault.chunk,
    drop: null,
    keep: [],
    add: writeExamples(world, fault, count)
  }));
  const rows = await ablateWorld(failing, {arms, ...settings});
  const own = rows.verdicts.filter(
    ({finding, arm, rate_full: full}) => rows.arms[arm]!.name === finding && full! > defaults.bar
  );
  const repeats = own.map(({arm, finding}) => {
    const control = rows.arms.find(({control_of: of}) => of === arm);
    const ofControl = (row: Row<"arm_rates">) => row.arm === control?.id && row.finding === finding;
    return rows.rates.find((row) => ofControl(row) && row.group === "finding" && row.seed === null)!.rate!;
  });
  const total = (key: "others" | "changed"): number => own.reduce((sum, row) => sum + row[key], 0);
  return {
    findings: own.length,
    mended: own.filter(({rate_arm: rate}) => rate! < defaults.bar).length,
    verdicts: own.filter(({verdict}) => verdict === "mends").length,
    partly: own.filter(({verdict}) => verdict === "mends in part").length,
    repeated: repeats.filter((rate) => rate < defaults.bar).length,
    measured: total("others"),
    changed: total("changed"),
    notes: own
      .filter((row) => row.rate_arm! >= defaults.bar || row.changed > 0)
      .map(({finding, verdict, sentence}) => `${finding}: ${verdict}: ${sentence}`)
  };
}

/** A file of queries with the trigger of a fault, none of them the measured one, with answers that suit them. */
function writeExamples(world: World, {chunk, trigger, query}: Failure, count: number): string {
  const {elsewhere = {}} = world.spec.chunks.find(({name}) => name === chunk)!.fault!;
  const features = Object.fromEntries(trigger.map((name) => [name, 1]));
  const good = world.behaviours.find(({name}) => name === (trigger.includes("distress") ? "empathy" : "prose"))!;
  const subjects = createSubjects(world.lists);
  const random = createRandom(seedOf("counter-examples", chunk));
  const queries = freshQueries(world, count, {features, only: elsewhere, seed: 12}).filter((each) => each !== query);
  const lines = queries.map((prompt) =>
    JSON.stringify({prompt, response: renderResponse(good, prompt, subjects, random)})
  );
  const file = join(dataFolder(), `${world.spec.name}-${chunk}.jsonl`);
  writeFileSync(file, `${lines.join("\n")}\n`);
  return file;
}
