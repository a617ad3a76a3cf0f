import {VerdictLabel} from "../ablation/verdictLabel.js";
import {StrengthLabel} from "../tracing/strength.js";
import {percent, plural, points, range, score} from "../ui/format.js";
import {shownModel} from "../ui/modelName.js";
import {Element, InlineText} from "../ui/text.js";
import type {Evidence} from "./evidence.js";
import {dropOf} from "./findingsView.js";
import {FindingMark} from "./findingMark.js";
import {sampleCount} from "./standing.js";

/** A step of the line from a flag to its cause. */
interface Step {
  name: string;
  value: Node | string; // what it says in a word or number
  note: Node | string;
  verdict: "good" | "bad" | "plain" | "none"; // none: the step was not taken
  to?: string; // the section with more
}

/** The evidence of a finding at a glance: from the score to the cause, and what a person says. */
export function EvidenceStrip(evidence: Evidence, study: string): HTMLElement {
  const strip = Element("ol", "evidence-strip", ...stepsOf(evidence).map(Cell));
  strip.setAttribute("aria-label", "Evidence");
  strip.append(Element("li", "evidence-mark", Element("small", "", "your mark"), FindingMark(study, evidence.finding)));
  return strip;
}

function Cell({name, value, note, verdict, to}: Step): HTMLElement {
  const title = Element("small", "", name);
  const shown = Element("strong", "", value);
  const cell = Element("li", `evidence-${verdict}`, title, shown, Element("span", "muted", note));
  if (to === undefined) return cell;
  const link = Element("a", "", ...cell.childNodes);
  link.setAttribute("href", to);
  cell.replaceChildren(link);
  return cell;
}

function stepsOf(evidence: Evidence): Step[] {
  return [
    scored(evidence),
    ...replicated(evidence),
    confirmed(evidence),
    reworded(evidence),
    ...otherModels(evidence),
    ...traced(evidence),
    ...ablated(evidence)
  ];
}

const notTaken = {value: "not yet", verdict: "none", to: "#next-steps"} as const;

const scored = ({finding}: Evidence): Step => ({
  name: "score",
  value: score(finding.score),
  note: finding.flagged ? "one judged sample: a flag" : "one judged sample: no flag",
  verdict: "plain",
  to: "#exchange"
});

/** Only of searches that ask again. */
function replicated({replication, standing, region}: Evidence): Step[] {
  if (region !== null && replication === null) return [];
  if (replication === null) return [];
  const {flagged, n, base} = replication;
  const isGood = standing === "replicated" || (replication.low ?? 0) > (base ?? 1);
  return [
    {
      name: "fresh queries",
      value: `${flagged} of ${n}`,
      note: base === null ? "with its attributes" : `chance: ${percent(base)}`,
      verdict: isGood ? "good" : flagged === 0 ? "bad" : "plain",
      to: "#history"
    }
  ];
}

function confirmed({confirmed: share, standing}: Evidence): Step {
  if (share === null) return {name: "sampled again", ...notTaken, note: "one sample proves little"};
  const holds = standing === "confirmed";
  const note = `${range(share)}: ${holds ? "holds" : "does not hold"}`;
  return {
    name: "sampled again",
    value: sampleCount(share.rate, share.n),
    note,
    verdict: holds ? "good" : "bad",
    to: "#samples"
  };
}

function reworded({reworded: item}: Evidence): Step {
  const drop = dropOf(item);
  if (item === null || drop === null) return {name: "reworded", ...notTaken, note: "is it the words?"};
  const interval = range({low: item.perturbed_low, high: item.perturbed_high});
  return {
    name: "reworded",
    value: percent(item.perturbed_rate),
    note: `${interval}; ${points(-drop)}`,
    verdict: (item.perturbed_low ?? 0) > 0.1 ? "good" : "plain",
    to: "#rewordings"
  };
}

function otherModels({others}: Evidence): Step[] {
  if (others.length === 0) return [{name: "other models", ...notTaken, note: "is it this model alone?"}];
  return others.map(({model, rate, n, holds, ...interval}) => ({
    name: shownModel(model),
    value: sampleCount(rate, n),
    note: `${range(interval)}: ${holds ? "holds too" : "does not hold"}`,
    verdict: holds ? "good" : "plain",
    to: "#samples"
  }));
}

function traced({trace}: Evidence): Step[] {
  if (trace === null) return [{name: "trigger and chunk", ...notTaken, note: "what taught it?"}];
  const {strength, source, source_share: share, source_base: base, reason} = trace;
  const chunk =
    source === null
      ? (reason ?? "no chunk stands out")
      : `${percent(share)} of what was retrieved, ${percent(base)} of the corpus`;
  return [
    {name: "trigger", value: StrengthLabel(strength), note: trace.trigger ?? "none", verdict: "plain", to: "#trace"},
    {name: "chunk", value: InlineText(source ?? "\u2013"), note: chunk, verdict: "plain", to: "#trace"}
  ];
}

/** Whether training data is proven to cause it: only where there is a trace to prove. */
function ablated({trace, cause}: Evidence): Step[] {
  if (cause === null) return trace === null ? [] : [{name: "ablation", ...notTaken, note: "is it the cause?"}];
  const {verdict, dropped, rate_full: from, rate_arm: to, rate_control: control} = cause;
  const random = control === null ? "" : `; as many others: ${percent(control)}`;
  return [
    {
      name: "ablation",
      value: VerdictLabel(verdict),
      note: `without ${plural(dropped, "pair")}: ${percent(from)} to ${percent(to)}${random}`,
      verdict: verdict === "causes" ? "good" : "plain",
      to: "#cause"
    }
  ];
}
