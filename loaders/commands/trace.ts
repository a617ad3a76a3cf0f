import type {Row} from "../../src/shared/schema.js";
import {noActivity, type Activity} from "../model/activity.js";
import {shortModel} from "../../src/shared/modelNames.js";
import {createModel} from "../model/create.js";
import {findRubric, readRubric, rubricNames} from "../measure/rubric-file.js";
import {maybeStudyFile, readStudy} from "../study/file/read-study.js";
import type {Study} from "../step/study.js";
import {settingsOf} from "../step/step.js";
import {turfStep} from "../tracing/turf-step.js";
import {exchangeOf, traceInto} from "../tracing/trace-study.js";
import {polarities, type Polarity} from "../turf/trace/crux-prompt.js";
import type {Exchange, Trace} from "../turf/trace/trace.js";
import {duration} from "../util/duration.js";
import {checkName} from "../util/name.js";
import {readTextFile} from "../util/read-text.js";
import {UserError} from "../util/user-error.js";
import type {Rubric} from "../util/rubric.js";
import {defineCommand} from "./command.js";
import {activityInWords} from "../study/manifest/activity-in-words.js";
import {Heartbeat} from "./heartbeat.js";
import {note, print, printJson} from "./output.js";

interface TraceFlags {
  finding?: string[];
  query?: string;
  response?: string;
  rubric?: string;
  index?: string;
  judge?: string;
  polarity: string;
  k: string;
  similarity: string;
  budget?: string;
  json?: boolean;
}

export const traceCommand = defineCommand("trace", (command) =>
  command
    .description("trace a finding, or a pasted exchange, to the training feature and chunk that taught it (TURF)")
    .argument("<study>", "a study; a new name makes one of the pasted exchanges")
    .option("--finding <ids...>", "ids of findings of the study")
    .option("--query <text>", "a pasted query, or @file")
    .option("--response <text>", "the response to it, or @file")
    .option("--rubric <name>", "rubric that the response breaks: a name in data/rubrics, or a path")
    .option("--index <name>", "index to search; defaults to that of the study's step turf")
    .option("--judge <model>", "provider:model that chooses the cruxes; without one, rules do, and it is said so")
    .option("--polarity <side>", `${polarities.join(" | ")}: trace what breaks the rubric, or what keeps it`, "violate")
    .option("--k <number>", "response attributes retrieved a crux, at most", "1000")
    .option("--similarity <cosine>", "cosine that they must have; 0 takes k whatever they are", "0.5")
    .option("--budget <usd>", "stop before this many US dollars are spent")
    .option("--json", "print the trace's rows as JSON")
    .addHelpText("after", "\nA trace is added to the study's tables. See docs/turf.md.")
    .action(async (study: string, flags: TraceFlags) => {
      checkName(study, {key: "<study>"});
      const exchanges = await exchangesOf(study, flags);
      const own = ownStudy(study);
      const heartbeat = showCalls(study);
      const done = await traceInto(study, exchanges, {
        index: flags.index ?? indexOf(study, own),
        world: own?.world,
        judge: flags.judge === undefined ? null : createModel({name: flags.judge, baseUrl: null, key: null}),
        budgetInUsd: flags.budget === undefined ? null : numberIn(flags.budget, "--budget", 0, Infinity),
        polarity: toPolarity(flags.polarity),
        k: numberIn(flags.k, "--k", 1, 1e6),
        least: numberIn(flags.similarity, "--similarity", 0, 1),
        seed: 1,
        log: note,
        onActivity: heartbeat.watch
      }).finally(heartbeat.stop);
      if (flags.json) return printJson(done.map(({row}) => row));
      for (const {trace, row} of done) print(describeTrace(trace, row));
    })
);

/** Says at least every 15 s what a trace does, and what fails within seconds. */
function showCalls(study: string) {
  let activity = (): Activity => noActivity;
  const begun = performance.now();
  const say = (): void => {
    const since = duration((performance.now() - begun) / 1000);
    note([`${study}: tracing for ${since}`, ...activityInWords(activity())].join("; "));
  };
  const heartbeat = new Heartbeat({activity: () => activity(), say}).start();
  return {watch: (ofCalls: () => Activity) => void (activity = ofCalls), stop: () => heartbeat.stop()};
}

async function exchangesOf(study: string, flags: TraceFlags): Promise<Exchange[]> {
  const {finding, query, response, rubric} = flags;
  if (finding !== undefined)
    return Promise.all(finding.map((id) => exchangeOf(study, id, (name) => toRubric(rubric ?? name))));
  if (query === undefined || response === undefined)
    throw new UserError("expected --finding <id>, or both --query and --response");
  const asked = rubric === undefined ? null : toRubric(rubric);
  return [{finding: null, rubric: asked, model: null, query: textOf(query), response: textOf(response)}];
}

/** A text as typed, or what is in the file that @ names. */
function textOf(value: string): string {
  if (!value.startsWith("@")) return value;
  return readTextFile(value.slice(1)).trim();
}

function toRubric(name: string): Rubric {
  const path = findRubric(name, process.cwd());
  if (path !== undefined) return readRubric(path);
  throw new UserError(`no such rubric: ${name}; there are ${rubricNames().join(", ")}, or give a path`, {
    key: "--rubric"
  });
}

function indexOf(study: string, own: Study | null): string {
  const turf = own && settingsOf(own, turfStep);
  if (turf) return turf.index;
  throw new UserError(`which index? ${study} has no step turf: give --index <name>`);
}

/** The study as its file says; null for one without a file: imported, or made of pasted exchanges. */
function ownStudy(study: string): Study | null {
  const file = maybeStudyFile(study);
  return file === undefined ? null : readStudy(file);
}

function toPolarity(value: string): Polarity {
  const found = polarities.find((each) => each === value);
  if (found === undefined)
    throw new UserError(`expected ${polarities.join(" or ")}, got ${value}`, {key: "--polarity"});
  return found;
}

function numberIn(text: string, key: string, min: number, max: number): number {
  const value = Number(text);
  if (text.trim() === "" || !(value >= min && value <= max))
    throw new UserError(`expected a number from ${min} to ${max}, got ${text}`, {key});
  return value;
}

const shown = 5; // rows of each list

/** What a trace found, for a reader. */
export function describeTrace(trace: Trace, {sentence, chooser}: Row<"traces">): string {
  const by =
    chooser === "local"
      ? "chosen by rules (rarity, words of the rubric): no model judged"
      : `chosen by ${shortModel(chooser)}`;
  const cruxes = trace.cruxes
    .filter(({chosen}) => chosen !== null)
    .sort((a, b) => a.chosen! - b.chosen!)
    .map((crux) => `    ${crux.attribute}\n      ${crux.setAside ?? triggerInWords(crux) ?? "no trigger"}`);
  const chunks = (trace.best?.traced?.chunks ?? []).slice(0, shown).map(chunkInWords);
  return [sentence, `  cruxes, ${by}`, ...cruxes, "  chunks", ...chunks].join("\n");
}

function triggerInWords({traced}: Trace["cruxes"][number]): string | undefined {
  if (!traced?.trigger) return undefined;
  const {attribute, cluster} = traced.trigger;
  const evidence = traced.evidence[cluster];
  if (evidence === undefined) return undefined;
  const {hits, expected, q} = evidence;
  const counts = `${hits} of ${traced.candidates.length} hits, ${Math.round(expected)} expected`;
  return `${attribute} ${counts}, q ${q.toExponential(1)}: ${traced.strength}`;
}

type TracedChunk = NonNullable<Trace["cruxes"][number]["traced"]>["chunks"][number];

function chunkInWords({source, retrieved, n, share, low, high, base, inCluster}: TracedChunk): string {
  const found = `${retrieved} of ${n} retrieved pairs, ${percent(share)} (${percent(low)} to ${percent(high)})`;
  return `    ${source}: ${found} against ${percent(base)} of the corpus; ${inCluster} with the trigger`;
}

const percent = (share: number): string => `${(100 * share).toFixed(1)}%`;
