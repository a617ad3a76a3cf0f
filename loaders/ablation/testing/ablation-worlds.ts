import {mkdirSync, readFileSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {parse, stringify} from "yaml";
import type {Row} from "../../../src/shared/schema.js";
import {freshQueries} from "../../lab/fresh-queries.js";
import {openLab, type Lab} from "../../lab/lab.js";
import {renderResponse} from "../../lab/respond.js";
import {createSigns} from "../../lab/signs.js";
import {createSubjects} from "../../lab/subjects.js";
import {faultsOf, varyWorld, type PlantedFault} from "../../lab/varied-worlds.js";
import {worldSchema} from "../../lab/world-schema.js";
import type {World} from "../../lab/world.js";
import {readRubric} from "../../measure/rubric-file.js";
import {noContext} from "../../step/contexts/context.js";
import type {PreparedStudy} from "../../step/prepared-study.js";
import type {RoleSettings} from "../../step/role.js";
import type {Found, StepTools} from "../../step/step-run.js";
import {noTexts} from "../../step/texts.js";
import {BatchLog} from "../../store/batch-log.js";
import {Journal} from "../../store/journal.js";
import {Recorder} from "../../store/recorder.js";
import {toFindingSource} from "../../probe/sources/findings.js";
import {dataFolder, projectFolder} from "../../util/paths.js";
import {createRandom, seedOf} from "../../util/random.js";
import {AblationRun} from "../ablation-run.js";
import type {AblationSettings, ArmSettings} from "../settings.js";

/** How ablation does in one world with known causes. */
export interface AblationScore {
  findings: number; // of planted faults that fail with all data
  removed: number; // whose failure is below the bar without the planted chunk
  left: number; // findings whose failure is not
  explained: number; // of these, below the bar without the other chunks that teach what its rubric is about
  caused: number; // of whose planted chunk the verdict is causes
  controls: number; // random controls of those arms
  harmed: number; // that take the failure below the bar
  innocents: number; // findings x chunks that did not teach it
  blamed: number; // of which the verdict is causes or contributes
  traced: number; // findings of whose trace, by its chunk, the verdict is causes
  mended: number; // whose failure is below the bar without the chunks that its rounds propose
  proposed: number; // of whose proposed chunks the verdict is causes
  dropped: number; // chunks that are proposed
  beyond: number; // of these, that teach nothing of what the rubric is about
  missed: number; // findings whose planted chunk is not among those that are proposed
  notes: string[]; // what is not as it should be
}

const shipped = (path: string): string => join(projectFolder, "data", path);

/**
 * Makes a varied world, takes a failing exchange of each planted fault, and trains again without every chunk that has a
 * fault, or that teaches a behaviour of one: for each finding one of them is the cause, and all others are innocent.
 */
export async function measureAblation(
  seed: number,
  settings: Partial<AblationSettings> = {},
  {innocents = true} = {}
): Promise<AblationScore> {
  const {world, file, lab} = await openVaried(seed);
  const faults = await failures(world, lab);
  const behaviours = new Set(faults.map(({behaviour}) => behaviour));
  const planted = new Set(faults.map(({chunk}) => chunk));
  const suspects = world.spec.chunks.filter(({name, fault, behaviour}) => {
    if (!innocents) return planted.has(name);
    return fault !== undefined || (typeof behaviour === "string" && behaviours.has(behaviour));
  });
  const arms = [
    {name: "traced", drop: {by: "chunk" as const, chunk: null}, keep: [], add: null, rounds},
    ...suspects.map(({name}): ArmSettings => ({name, drop: {by: "chunk", chunk: name}, keep: [], add: null})),
    ...faults.flatMap(({chunk, rubric}): ArmSettings[] => {
      const chunks = teachersOf(world, rubric);
      return chunks.length < 2 ? [] : [{name: together(chunk), drop: {by: "chunks", chunks}, keep: [], add: null}];
    })
  ];
  const rows = await ablate(file, lab, faults, {...defaults, arms, ...settings});
  const names = suspects.map(({name}) => name);
  return scoreOf(faults, {suspects: names, teachers: (rubric) => teachersOf(world, rubric), ...rows});
}

const rounds = 4;

async function openVaried(seed: number): Promise<{world: World; file: string; lab: Lab}> {
  const base = worldSchema.parse(parse(readFileSync(shipped("worlds/chunky.yaml"), "utf8")));
  const world = varyWorld(base, seed);
  mkdirSync(join(dataFolder(), "worlds"), {recursive: true});
  const file = join(dataFolder(), "worlds", `varied-${seed}.yaml`);
  writeFileSync(file, stringify(world.spec, withoutEmpty));
  return {world, file, lab: await openLab(file)};
}

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
  const {world, file, lab} = await openVaried(seed);
  const faults = await failures(world, lab);
  const arms = faults.map((fault): ArmSettings => ({
    name: fault.chunk,
    drop: null,
    keep: [],
    add: writeExamples(world, fault, count)
  }));
  const rows = await ablate(file, lab, faults, {...defaults, arms, ...settings});
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
    ...{measured: total("others"), changed: total("changed")},
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

/** All chunks that teach what a rubric is about, by accident or on purpose: it may see it in several behaviours. */
function teachersOf({spec, behaviours}: World, rubric: string): string[] {
  const shown = new Set(behaviours.filter((behaviour) => behaviour.rubric === rubric).map(({name}) => name));
  const taught = ({behaviour}: World["spec"]["chunks"][number]): string[] =>
    typeof behaviour === "string" ? [behaviour] : Object.keys(behaviour);
  return spec.chunks.filter((chunk) => taught(chunk).some((name) => shown.has(name))).map(({name}) => name);
}

/** The name of the arm without a planted chunk and all others that teach what its rubric is about. */
const together = (chunk: string): string => `${chunk}-and-others`;

const defaults: Omit<AblationSettings, "arms"> = {
  index: "lab",
  corpus: null,
  findings: toFindingSource({top: 100}),
  controls: ["everywhere"],
  seeds: [1, 2],
  trainer: {kind: "lab"},
  samples: 10,
  rewordings: 16,
  byModel: false,
  ordinary: 20,
  bar: 0.1,
  context: noContext,
  trace: {k: 1000, least: 0.5, polarity: "violate", seed: 1},
  most: 10_000,
  seed: 1
};

/** A world file has no empty list: the key is left out. */
const withoutEmpty = (_: unknown, value: unknown): unknown =>
  Array.isArray(value) && value.length === 0 ? undefined : value;

interface Failure extends PlantedFault {
  query: string;
  response: string;
}

/** An answer of the target that shows the behaviour of each fault, to a query with its trigger on other subjects. */
async function failures(world: World, lab: Lab): Promise<Failure[]> {
  const signs = createSigns(world);
  const target = lab.model("target");
  const found: Failure[] = [];
  for (const fault of faultsOf(world)) {
    const {elsewhere = {}} = world.spec.chunks.find(({name}) => name === fault.chunk)!.fault!;
    const features = Object.fromEntries(fault.trigger.map((name) => [name, 1]));
    for (const [i, query] of freshQueries(world, 20, {features, only: elsewhere, seed: 11}).entries()) {
      const {text} = await target.ask({messages: [{role: "user", content: query}], maxTokens: 1000, seed: i});
      if (signs.shown(fault.rubric, text)?.behaviour.name !== fault.behaviour) continue;
      if (
        signs.warrant(
          world.behaviours.find(({name}) => name === fault.behaviour)!,
          query
        ) !== null
      )
        continue;
      found.push({...fault, query, response: text});
      break;
    }
  }
  return found;
}

interface AblationRows {
  arms: Row<"arms">[];
  verdicts: Row<"arm_verdicts">[];
  rates: Row<"arm_rates">[];
  rounds: Row<"arm_rounds">[];
}

async function ablate(
  world: string,
  lab: Lab,
  faults: readonly Failure[],
  settings: AblationSettings
): Promise<AblationRows> {
  const journal = Journal.open(join(dataFolder(), `${lab.world}.jsonl`));
  const names = [...new Set(faults.map(({rubric}) => rubric))];
  const rubrics = names.map((name) => readRubric(shipped(`rubrics/${name}.yaml`)));
  const role = (name: string): RoleSettings => ({
    ...{model: lab.model(name), temperature: 1, topP: null, maxTokens: 2048, thinking: 0, effort: null},
    ...{system: null, stop: [], showThinking: false}
  });
  const shared = new Map<string, unknown>();
  const tools = {
    prepared: {
      study: {name: lab.world, file: world, world, rubrics, concurrency: 64},
      roles: {targets: [role("target")], judges: [role("judge")], perturb: null, ofStep: () => null},
      lab
    } as unknown as PreparedStudy,
    recorder: new Recorder(journal),
    journal,
    batches: new BatchLog(join(dataFolder(), "batches.jsonl")),
    found: foundOf(faults),
    shared: <T>(key: string, make: () => T): T => {
      if (!shared.has(key)) shared.set(key, make());
      return shared.get(key) as T;
    }
  } satisfies StepTools;
  const run = new AblationRun(settings, tools);
  const nothing = (): void => undefined;
  await run.run({
    watcher: {planned: nothing, done: nothing, skipped: nothing, show: nothing},
    signal: new AbortController().signal,
    afterPart: async () => undefined,
    giveUp: nothing,
    mustEnd: () => false,
    log: nothing
  });
  const {arms, arm_verdicts: verdicts, arm_rates: rates, arm_rounds: rounds} = run.rows().tables();
  const rowsOf = {
    arms: [...(arms!() as Iterable<Row<"arms">>)],
    verdicts: [...(verdicts!() as Iterable<Row<"arm_verdicts">>)],
    rates: [...(rates!() as Iterable<Row<"arm_rates">>)],
    rounds: [...(rounds!() as Iterable<Row<"arm_rounds">>)]
  };
  journal.close();
  return rowsOf;
}

function foundOf(faults: readonly Failure[]): Found {
  const findings = faults.map(({chunk, rubric, query}, candidate) => {
    const known = {id: chunk, rubric, model: "lab:target", candidate, query, flagged: true, confirmed: true};
    return known as unknown as Row<"findings">;
  });
  return {
    candidates: () => [],
    findings: () => findings,
    regions: () => [],
    textsOf: (candidate) => ({...noTexts, query: faults[candidate]!.query, response: faults[candidate]!.response})
  };
}

interface AnswerSheet {
  suspects: readonly string[]; // chunks without which models were trained
  teachers(rubric: string): string[]; // chunks that teach what a rubric is about
}

const noScore = (): AblationScore => ({
  ...{findings: 0, removed: 0, left: 0, explained: 0, caused: 0, controls: 0, harmed: 0, innocents: 0, blamed: 0},
  ...{traced: 0, mended: 0, proposed: 0, dropped: 0, beyond: 0, missed: 0, notes: []}
});

/**
 * What the rounds of a finding propose to leave out: the fewest pairs without which the failure is below the bar; of a
 * failure that stays, those of the last round. The answer sheet has no part in it.
 */
function proposalOf(finding: string, {rounds, verdicts}: AblationRows) {
  const own = rounds.flatMap((round) => {
    const verdict = verdicts.find(({finding: of, arm}) => of === finding && arm === round.arm);
    return verdict === undefined ? [] : [{round, verdict}];
  });
  const gone = own.filter(({verdict}) => verdict.rate_arm! < defaults.bar);
  return gone.toSorted((a, b) => a.verdict.dropped - b.verdict.dropped)[0] ?? own.at(-1) ?? null;
}

function scoreOf(faults: readonly Failure[], {suspects, teachers, ...rows}: AblationRows & AnswerSheet): AblationScore {
  const {arms, verdicts, rates} = rows;
  const score = noScore();
  for (const {chunk, rubric} of faults) {
    const own = verdicts.filter(({finding}) => finding === chunk);
    const of = (name: string) => own.find(({arm}) => arms[arm]!.name === name);
    const planted = of(chunk)!;
    if (planted.rate_full! <= defaults.bar) continue; // it does not fail under rewording: nothing is there to remove
    score.findings++;
    const note = (what: string, {sentence}: {sentence: string}) =>
      void score.notes.push(`${chunk}: ${what}: ${sentence}`);
    if (planted.rate_arm! < defaults.bar) score.removed++;
    else {
      score.left++;
      note("stays above the bar", planted);
      const all = of(together(chunk));
      if (all !== undefined && all.rate_arm! < defaults.bar) score.explained++;
      else if (all !== undefined) note("stays above the bar without the others too", all);
    }
    if (planted.verdict === "causes") score.caused++;
    else note(`${planted.verdict}`, planted);
    if (of("traced")?.verdict === "causes") score.traced++;
    const proposal = proposalOf(chunk, rows);
    const chunks = proposal?.round.chunks ?? [];
    if ((proposal?.verdict.rate_arm ?? 1) < defaults.bar) score.mended++;
    else if (proposal !== null) note(`its rounds leave it (${proposal.round.end ?? ""})`, proposal.verdict);
    if (proposal?.verdict.verdict === "causes") score.proposed++;
    else if (proposal !== null) note(`proposed, ${proposal.verdict.verdict}`, proposal.verdict);
    const beyond = chunks.filter((name) => !teachers(rubric).includes(name));
    if (beyond.length > 0) note(`proposed beyond its causes: ${beyond.join(", ")}`, proposal!.verdict);
    score.dropped += chunks.length;
    score.beyond += beyond.length;
    if (!chunks.includes(chunk)) score.missed++;
    for (const control of arms.filter(({control_of: arm}) => arm === planted.arm)) {
      score.controls++;
      const rate = rates.find((row) => row.arm === control.id && row.finding === chunk && row.group === "finding");
      if (rate!.rate! < defaults.bar) score.harmed++;
    }
    for (const name of suspects) {
      if (name === chunk) continue;
      const verdict = of(name)!;
      score.innocents++;
      if (!/causes|contributes/.test(verdict.verdict)) continue;
      score.blamed++;
      note(`${name} ${verdict.verdict}`, verdict);
    }
  }
  return score;
}

/** The sums of the scores of several worlds. */
export function sumScores(scores: readonly AblationScore[]): AblationScore {
  const total = noScore();
  for (const {notes, ...counts} of scores) {
    for (const [key, count] of Object.entries(counts)) total[key as keyof typeof counts] += count;
    total.notes.push(...notes);
  }
  return total;
}
