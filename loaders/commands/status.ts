import type {StudyManifest} from "../../src/shared/manifest.js";
import {unscoredMeaning, type UnscoredReason} from "../../src/shared/schema.js";
import {namesIn, shownIn} from "../../src/shared/modelNames.js";
import {isHeld} from "../store/lock.js";
import {describeStudy, listStudies} from "../study/manifest/list.js";
import {activityInWords} from "../study/manifest/activity-in-words.js";
import {readActivity, withJournalSpend} from "../study/manifest/live.js";
import {secondsLeft} from "../study/manifest/time-left.js";
import {hasUnits, unitsStatus} from "../engine/units-status.js";
import {UserError} from "../util/user-error.js";
import {defineCommand} from "./command.js";
import {duration} from "../util/duration.js";
import {print, printJson} from "./output.js";
import {indexStatus} from "./index-status.js";
import {nameOfIndex} from "./index-spec.js";
import {untilStopped} from "./stoppable.js";
import {summary} from "./summary.js";
import {isUnderWay, unitsAsJson, watchUnits} from "./watch-units.js";
import {watchStudies, type WatchedStudy} from "./watch-studies.js";

export const statusCommand = defineCommand("status", (command) =>
  command
    .description(
      "what each study has done: steps, calls, unscored by reason, tokens, spend, time left; or the units of an index"
    )
    .argument("[study]", "one study, or an index as index:<name> or its file; all studies when left out")
    .option("--watch", "follow what runs until it has ended: in place on a terminal, else a line at least every 15 s")
    .option("--json", "print the manifests as JSON")
    .addHelpText("after", "\nCtrl-C ends --watch; the studies run on.")
    .action(async (name: string | undefined, {watch, json}: {watch?: boolean; json?: boolean}) => {
      if (watch && json)
        throw new UserError("--watch is for people: for programs, call status --json again", {key: "--watch"});
      const index = name === undefined ? undefined : nameOfIndex(name);
      if (index !== undefined) return indexStatus(index, {watch, json});
      if (watch) return watchStatus(name);
      const manifests = await Promise.all(chosen(name).map(currentState));
      const withTime = manifests.map((manifest) => ({
        ...manifest,
        secondsLeft: secondsLeft(manifest),
        activity: manifest.state === "running" ? readActivity(manifest.name) : null
      }));
      if (json && name !== undefined) return printJson({...withTime[0], ...(await unitsOf(name))});
      if (json) return printJson(withTime);
      if (manifests.length === 0) print("no studies yet: surfturf run data/studies/<name>.yaml");
      for (const manifest of manifests) print([describe(manifest), ...(await unitsStatus(manifest.name))].join("\n"));
    })
);

/** The units of a study, where it has some. */
const unitsOf = async (name: string) => (hasUnits(name) ? {units: await unitsAsJson(name)} : {});

/** Follows running studies, or one study with its units, and says how they ended. */
async function watchStatus(name: string | undefined): Promise<void> {
  if (name !== undefined && hasUnits(chosen(name)[0]!) && (await isUnderWay(name))) {
    if ((await untilStopped(null, (signal) => watchUnits(name, signal))) === null) return;
  }
  const seen = new Set(name === undefined ? [] : chosen(name));
  const look = async (): Promise<WatchedStudy[]> => {
    const manifests = await Promise.all(chosen(name).map(currentState));
    for (const {name, state} of manifests) if (state === "running") seen.add(name);
    return manifests.filter(({name}) => seen.has(name)).map(watched);
  };
  const ended = await untilStopped(null, (signal) => watchStudies(look, {signal}));
  if (ended === null) return;
  for (const {lines} of ended) print(lines.join("\n"));
  if (ended.length === 0) print("nothing is running");
}

function watched(manifest: StudyManifest): WatchedStudy {
  const {name, state, steps} = manifest;
  const shown = steps
    .filter((step) => step.state === "running")
    .map((step) => `${step.name} ${step.done}/${step.planned}`);
  const parts = [...shown, ...timeInWords(secondsLeft(manifest)), ...activityOf(manifest)].map((part) => part.trim());
  return {manifest, lines: describe(manifest).split("\n"), line: `${name}: ${[state, ...parts].join("; ")}`};
}

function chosen(name: string | undefined): string[] {
  const all = listStudies();
  if (name === undefined) return all;
  if (all.includes(name)) return [name];
  throw new UserError(`no such study: ${name}; there are ${all.join(", ") || "none"}`);
}

/** The manifest, its state set right where the process that ran the study is gone. */
async function currentState(name: string): Promise<StudyManifest> {
  const described = describeStudy(name);
  const manifest = described.state === "finished" ? described : withJournalSpend(described);
  if (manifest.state !== "running" || (await isHeld(name))) return manifest;
  return {...manifest, state: "stopped", error: "the process that ran it ended; run it again to resume"};
}

/** What each reason means, and how to ask these candidates again. */
function explainUnscored({name, origin, unscored}: StudyManifest): string[] {
  const reasons = Object.entries(unscored).map(
    ([reason, count]) => `  ${count} ${reason}: ${unscoredMeaning[reason as UnscoredReason]}`
  );
  const canRetry = reasons.length > 0 && (origin === "own" || origin === "lab");
  return canRetry ? [...reasons, `  ask them again: npx surfturf run ${name} --retry unscored`] : reasons;
}

/** What a running study waits for. */
function activityOf(manifest: StudyManifest): string[] {
  const activity = manifest.state === "running" ? readActivity(manifest.name) : null;
  const words = activity === null ? [] : activityInWords(activity, {shown: shownIn(manifest)});
  return words.map((line) => `  ${line}`);
}

const timeInWords = (seconds: number | null): string[] =>
  seconds === null ? [] : [`  ${duration(seconds)} left at the pace of its last calls`];

/** What the models are that are not shown as their id. */
const idsInWords = (manifest: StudyManifest): string[] =>
  Object.entries(namesIn(manifest)).flatMap(([id, shown]) => (shown === id ? [] : [`  ${shown}: ${id}`]));

function describe(manifest: StudyManifest): string {
  const shown = shownIn(manifest);
  const models = Object.entries(manifest.models).map(([role, ids]) => `${role} ${ids.map(shown).join(", ")}`);
  return [
    summary(manifest),
    ...timeInWords(secondsLeft(manifest)),
    ...activityOf(manifest),
    ...explainUnscored(manifest),
    `  ${manifest.origin}: ${manifest.source}`,
    `  rubrics ${manifest.rubrics.map(({name}) => name).join(", ") || "-"}; ${models.join("; ") || "no models"}`,
    ...idsInWords(manifest),
    ...(manifest.error === null ? [] : [`  ${manifest.error}`]),
    ...manifest.notes.map((line) => `  note: ${line}`)
  ].join("\n");
}
