import {evidenceOf, type Evidence, type FindingTables} from "../findings/evidence.js";
import {confirmBar} from "../probes/confirmRows.js";
import type {StudyManifest} from "../shared/manifest.js";
import {ascending, descending, inOrder} from "../ui/order.js";

/** A study as the home page knows it (loaders/site/contents.ts). */
export interface HomeStudy {
  manifest: StudyManifest;
  strongest: FindingTables; // rows about its surest findings
}

/** A confirmed finding with its study. */
export interface StrongFinding {
  manifest: StudyManifest;
  evidence: Evidence;
}

const mostOfStudy = 2; // so that one study does not fill the page

/** The surest confirmed findings over all studies: those of real models before those of the lab. */
export function strongestFindings(studies: readonly HomeStudy[], most = 4): StrongFinding[] {
  const all = studies.flatMap(({manifest, strongest}) =>
    evidenceOf(strongest, confirmBar(manifest))
      .filter(({standing}) => standing === "confirmed")
      .sort(surestFirst)
      .slice(0, mostOfStudy)
      .map((evidence) => ({manifest, evidence}))
  );
  return all
    .sort(
      inOrder<StrongFinding>(
        ascending(({manifest}) => Number(manifest.origin === "lab")),
        (a, b) => surestFirst(a.evidence, b.evidence)
      )
    )
    .slice(0, most);
}

const surestFirst = inOrder<Evidence>(
  descending(({confirmed}) => confirmed!.low),
  descending(({finding}) => finding.score),
  ascending(({finding}) => finding.id)
);
