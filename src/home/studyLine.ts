import {foundNothing, samplesOf, type StudyManifest} from "../shared/manifest.js";
import {count, plural} from "../ui/format.js";

type Study = Pick<StudyManifest, "counts" | "steps" | "origin" | "state">;

/** What a study asked, in words: candidates of a search, samples of probes, or findings that others chose. */
export function askedInWords({counts, steps, origin, state}: Study): string {
  if (origin === "published") return `${plural(counts.findings, "finding")} chosen by the authors`;
  const sampled = samplesOf({steps});
  const parts = [
    ...(counts.candidates === 0 ? [] : [plural(counts.candidates, "candidate")]),
    ...(sampled === 0 ? [] : [plural(sampled, "sample")])
  ];
  if (parts.length === 0) return state === "planned" ? "not run yet" : "nothing yet";
  const lost = counts.unscored === 0 ? "" : `, ${count(counts.unscored)} of them unscored`;
  return parts.length === 1 || lost === "" ? parts.join(" and ") + lost : `${parts[0]}${lost}, and ${parts[1]}`;
}

/** What came of it, in words; what was not looked for is not there. */
export function foundInWords({counts, steps, origin}: Study): string {
  if (foundNothing({counts, steps})) return "no answer was scored";
  if (counts.candidates === 0) return steps.some(({done}) => done > 0) ? "rates of its probes" : "";
  const confirmed = counts.confirmed ?? null;
  const parts = [
    ...(counts.regions == null || counts.regions === 0 ? [] : [plural(counts.regions, "region")]),
    ...(counts.findings === 0 || origin === "published" ? [] : [plural(counts.findings, "finding")]),
    ...(confirmed === null || confirmed === 0 ? [] : [`${count(confirmed)} of them confirmed`])
  ];
  if (parts.length > 0) return parts.join(", ");
  return origin === "published" ? "" : `nothing, in ${plural(counts.scored, "scored candidate")}`;
}
