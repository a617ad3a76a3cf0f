import type {ListedCandidate} from "../shared/firstCandidates.js";
import {EntryList} from "../ui/entryList.js";
import {score} from "../ui/format.js";
import {Element, InlineText} from "../ui/text.js";

/** A page of candidates to choose from. */
export const CandidateList = (
  candidates: readonly ListedCandidate[],
  open: number | null,
  choose: (id: number) => void
): HTMLElement =>
  EntryList(
    candidates.map(({id, score: value, flagged, query, ...candidate}) => ({
      id,
      number: score(value),
      numberClass: flagged ? "flagged" : "",
      text: query === null ? Element("em", "muted", "no query") : InlineText(query),
      about: aboutOf(candidate)
    })),
    {kind: "candidate", open, choose}
  );

type About = Pick<ListedCandidate, "rubric" | "run" | "iteration" | "arm" | "reason">;

const aboutOf = ({rubric, run, iteration, arm, reason}: About): string =>
  [rubric, `run ${run}`, `iteration ${iteration}`, arm, ...(reason === null ? [] : [reason])].join(", ");
