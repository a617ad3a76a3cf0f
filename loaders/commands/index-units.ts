import type {IndexManifest} from "../../src/shared/indexManifest.js";
import {unitsInWords} from "../engine/units-in-words.js";
import type {IndexRequest} from "../tracing/units/index-plan.js";
import {makeIndexPlan} from "../tracing/units/find-plan.js";
import {describeIndexDryRun, indexOnEngine, runUnitsHere} from "../tracing/units/run-units.js";
import {readIndexManifest} from "../turf/index/manifest.js";
import {describeIndex} from "./describe-index.js";
import {showStages} from "./index-progress.js";
import {exitCodes, note, print, printJson} from "./output.js";
import {problemsOf, thisCommand} from "./run-on.js";
import {stoppable} from "./stoppable.js";

interface Divided {
  shards: number | null;
  budgetInUsd: number | null;
}

const requestOf = ({shards, budgetInUsd}: Divided) => ({
  budgetInUsd,
  ...(shards !== null && {shards})
});

/** Makes an index unit after unit in this process. Ctrl-C stops it cleanly. */
export async function indexInUnits(index: IndexRequest, divided: Divided, plain = false): Promise<IndexManifest> {
  const plan = await makeIndexPlan(index, {...requestOf(divided), atOnce: 1});
  const show = showStages(index.name, process.stderr, {plain});
  let id = "";
  try {
    return await stoppable(async (signal) => {
      try {
        return await runUnitsHere(plan, {
          signal,
          log: show.log,
          onActivity: show.onActivity,
          onProgress: (progress) => show.onProgress({...progress, stage: id}),
          onUnit: (unit) => {
            id = unit.id;
            show.onStage(id, "begun");
          }
        });
      } catch (error) {
        if (!signal.aborted) throw error;
        return {...readIndexManifest(index.name)!, state: "stopped"};
      }
    });
  } finally {
    show.end();
  }
}

interface IndexOnFlags {
  on: string;
  dryRun?: boolean;
  json?: boolean;
  resume: string; // what names the index on the command line
}

/** `surfturf index --on`: makes an index on a cluster and follows it. Ctrl-C ends its jobs. */
export async function indexOn(
  index: IndexRequest,
  divided: Divided,
  {on, dryRun, json, resume}: IndexOnFlags
): Promise<void> {
  const request = requestOf(divided);
  if (dryRun) return print(describeIndexDryRun(index, on, request, thisCommand));
  let said = "";
  const end = await stoppable((signal) =>
    indexOnEngine(index, on, {
      ...request,
      ...{signal, command: thisCommand, log: note},
      onLook(standings) {
        const words = unitsInWords(standings);
        if (words !== said) note(`${index.name}: ${words}`);
        said = words;
      }
    })
  );
  const {manifest} = end;
  if (json)
    printJson(
      manifest ?? {state: end.state, units: end.standings.map(({unit, state, why}) => ({unit: unit.id, state, why}))}
    );
  else if (manifest !== undefined) print(describeIndex(manifest));
  if (end.state === "stopped") note(`Stopped. Resume with: npx surfturf index ${resume} --on ${on}`);
  if (end.state === "failed") for (const line of problemsOf(end)) note(line);
  process.exitCode = {done: exitCodes.done, failed: exitCodes.failed, stopped: exitCodes.stopped}[end.state];
}
