import {count, percent, plural, range} from "../ui/format.js";
import {shownModel} from "../ui/modelName.js";
import type {Evidence} from "./evidence.js";
import {againInWords, sampleCount} from "./standing.js";

/** A finding in one sentence: what fails, how surely, under which changes, and what taught it. */
export function findingSentence(evidence: Evidence): string {
  const {finding, reworded, others, trace} = evidence;
  const parts = [
    `${shownModel(finding.model)} breaks the rubric ${finding.rubric} on this prompt${surelyInWords(evidence)}`,
    ...(reworded?.perturbed_rate == null ? [] : [`${percent(reworded.perturbed_rate)} under rewording`]),
    ...(others.length === 0 ? [] : [othersInWords(others)]),
    ...(trace?.status === "traced" && trace.source !== null ? [taughtInWords(trace)] : [])
  ];
  return `${parts.join(", ")}.`;
}

function surelyInWords({confirmed, standing, replication, region}: Evidence): string {
  if (confirmed !== null) {
    const {rate, n} = confirmed;
    const verdict = standing === "confirmed" ? "" : ", too few to hold";
    return ` in ${sampleCount(rate, n)} fresh answers (${range(confirmed)})${verdict}`;
  }
  if (standing === "region")
    return `, as in ${percent(region!.rate)} of ${plural(region!.n, "fresh query", "fresh queries")} of its region`;
  if (replication !== null) return `, once: ${againInWords(replication)}`;
  return " in one judged sample, which nothing confirms yet";
}

function othersInWords(others: Evidence["others"]): string {
  const held = others.filter((other) => other.holds).length;
  return `on ${count(held)} of ${plural(others.length, "other model")} too`;
}

const taughtInWords = ({source, strength}: NonNullable<Evidence["trace"]>): string =>
  strength === "not established" ? "with no training data established as its cause" : `traced to the chunk ${source}`;
