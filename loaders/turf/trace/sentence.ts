import type {Trace} from "./trace-pair.js";

/** "When the model sees [trigger], it [crux], causing [violation]": the answer of a trace, with what it is worth. */
export function sentenceOf({exchange: {rubric}, settings, best, reason}: Trace): string {
  const traced = best?.traced;
  if (best === null || !traced || traced.trigger === null)
    return `Nothing was traced: ${reason ?? "the query has no attributes"}.`;
  const {hits, expected, lift} = traced.evidence[traced.trigger.cluster]!;
  const counts = `${hits} of ${traced.candidates.length} hits, ${Math.round(expected)} expected by chance`;
  const crux = verbOf(best.attribute, "response");
  if (traced.strength === "not established")
    return `Not established: no attribute of the query beats chance for a response that ${crux} (best: ${verbOf(traced.trigger.attribute, "query")}; ${counts}).`;
  const outcome = rubric === null ? "" : settings.polarity === "violate" ? `, causing a violation of ${rubric.name}` : `, as ${rubric.name} asks`; // prettier-ignore
  const times = lift === null ? "" : `, ${lift.toFixed(1)} times`;
  return `When the model sees a query that ${verbOf(traced.trigger.attribute, "query")}, its response ${crux}${outcome} (${counts}${times}; ${traced.strength}).`;
}

/** An attribute without its head and full stop, to stand inside a sentence. */
const verbOf = (attribute: string, side: "query" | "response"): string =>
  attribute
    .replaceAll(/\s+/g, " ")
    .trim()
    .replace(new RegExp(`^the ${side}\\s+`, "i"), "")
    .replace(/\.$/, "");
