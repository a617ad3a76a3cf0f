import type {LiveStudy, SearchProgress} from "../shared/live.js";
import type {StepState, StudyManifest} from "../shared/manifest.js";
import {unscoredMeaning, type UnscoredReason} from "../shared/schema.js";
import {count, decimal, percent, plural} from "./format.js";
import {watchLive} from "./live.js";
import {ModelName} from "./modelName.js";
import {Element, InlineText} from "./text.js";

/** What the manifest of a running study says, as of its last tables. */
const asOf = ({state, error, unscored, steps, spend}: StudyManifest): LiveStudy => ({
  ...{state, error, unscored, steps},
  ...{calls: spend.calls, pace: null, searches: [], said: []}
});

/**
 * A strip on the pages of a running study: how far its steps and searches are, how fast it goes, what has no score and
 * why, what it waits for and what failed last. In a preview it follows the study; elsewhere it is as of the last tables.
 */
export function LiveStrip(manifest: StudyManifest): HTMLElement {
  const strip = Element("section", "live-strip");
  if (manifest.state !== "running") return strip;
  strip.setAttribute("aria-label", "Progress");
  const show = (live: LiveStudy): void => strip.replaceChildren(...partsOf(live));
  show(asOf(manifest));
  let wasShown = false;
  const stop = watchLive(manifest, (live) => {
    wasShown ||= strip.isConnected;
    if (wasShown && !strip.isConnected) return stop();
    show(live);
    strip.dataset.live = live.state;
  });
  return strip;
}

function partsOf({state, error, steps, calls, pace, searches, unscored, said}: LiveStudy): Node[] {
  if (state !== "running")
    return [Element("p", "", `It has ended: ${state}. `, error === null ? "" : InlineText(error))];
  const speed = pace === null ? [] : [`${decimal(pace.callsPerSecond, 1)} calls/s`, ...leftOf(pace.secondsLeft)];
  return [
    Element("p", "live-pace", [plural(calls, "call"), ...speed].join(" \u00b7 ")),
    Element("div", "live-bars", ...steps.map(StepBar), ...searches.map(SearchBar)),
    ...Unscored(unscored),
    ...said.map((words) => Element("p", "live-said", InlineText(words)))
  ];
}

function leftOf(seconds: number | null): string[] {
  if (seconds === null) return [];
  if (seconds < 90) return [`about ${count(seconds)} s left`];
  const minutes = Math.round(seconds / 60);
  return [minutes < 90 ? `about ${count(minutes)} min left` : `about ${decimal(minutes / 60, 1)} h left`];
}

const StepBar = ({name, state, done, planned}: StepState): HTMLElement =>
  Bar(Element("strong", "", name), {done, planned, unit: state === "planned" ? "not begun" : state});

const SearchBar = ({rubric, model, done, planned}: SearchProgress): HTMLElement =>
  Bar(Element("span", "", InlineText(rubric), ", ", ModelName(model)), {done, planned, unit: "iterations"});

function Bar(name: HTMLElement, {done, planned, unit}: {done: number; planned: number; unit: string}): HTMLElement {
  const bar = Element("div", "live-bar");
  const share = planned === 0 ? 0 : Math.min(1, done / planned);
  bar.style.setProperty("--share", share.toFixed(4));
  const numbers = planned === 0 ? unit : `${count(done)} of ${count(planned)}, ${percent(share)} \u00b7 ${unit}`;
  return Element("div", "live-line", name, bar, Element("span", "muted", numbers));
}

/** Why candidates have no score, the most frequent reason first. */
function Unscored(unscored: LiveStudy["unscored"]): HTMLElement[] {
  const reasons = Object.entries(unscored).sort(([, a], [, b]) => b - a);
  if (reasons.length === 0) return [];
  const each = reasons.map(([reason, n]) => `${count(n)} ${reason} (${unscoredMeaning[reason as UnscoredReason]})`);
  return [Element("p", "", `Without a score: ${each.join("; ")}.`)];
}
