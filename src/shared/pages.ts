/**
 * The pages of the site, each one line. A new page is its Markdown file and its line here: the sidebar, the build,
 * reports and browser tests read this list.
 */

export interface SitePage {
  name: string; // in the sidebar, and the title of the page
  path: string; // below the folder of its kind; "" for the first
}

/** A page that every study has: src/studies/[study]/<path>.md. */
export interface StudyPage extends SitePage {
  about: string; // what a reader finds there, one line
  doc: string; // the page of docs/ that explains it
  always?: boolean; // part of every report; defaults to false
  inReports?: boolean; // whether a report may have it; defaults to true
}

export const studyPages: readonly StudyPage[] = [
  {name: "Overview", path: "", about: "settings, flag rates, findings and runs", doc: "report"},
  {
    name: "Findings",
    path: "findings",
    about: "every finding with its evidence, ranked; a page for each",
    doc: "findings"
  },
  {
    name: "Search",
    path: "search",
    about: "scores by iteration, search against control, the replay buffer",
    doc: "search"
  },
  {name: "Attributes", path: "attributes", about: "which attributes carry the weight, with examples", doc: "search"},
  {
    name: "Explore",
    path: "explore",
    about: "all candidates in linked charts: what is chosen in one filters the others",
    doc: "explore"
  },
  {
    name: "Candidates",
    path: "candidates",
    about: "every query with its response and the judge's reason",
    doc: "search"
  },
  {name: "Confirm", path: "confirm", about: "findings sampled again: how often each violates", doc: "probes"},
  {name: "Robustness", path: "robustness", about: "findings reworded: how much of the rate remains", doc: "probes"},
  {name: "Probes", path: "probes", about: "every probe by the groups you choose, down to its samples", doc: "probes"},
  {name: "Models", path: "models", about: "targets side by side on the same prompts", doc: "probes"},
  {name: "Review", path: "review", about: "mark answers blind: how far the judge can be trusted", doc: "review"},
  {
    name: "Rescored",
    path: "rescored",
    about: "what an edited rubric or another judge changes",
    doc: "review",
    inReports: false // its texts are in no table that a report could mask
  },
  {
    name: "Tracing",
    path: "tracing",
    about: "which training feature taught a failure, with the training pairs",
    doc: "turf"
  },
  {
    name: "Ablation",
    path: "ablation",
    about: "models trained again without some data: what causes a failure, and what does not",
    doc: "ablation"
  },
  {
    name: "How it was made",
    path: "made",
    about: "study file, rubrics, models, dates, counts",
    doc: "report",
    always: true
  }
];

/** Below the page `findings` each finding has one of its own: src/studies/[study]/findings/[id].md. */
export const findingPage = "findings/[id]";

/** Pages that every index has: src/indexes/[index]/<path>.md. */
export const indexPages: readonly (SitePage & {finished?: boolean})[] = [
  {name: "Corpus", path: ""},
  {name: "Explore", path: "explore", finished: true}, // only of an index that is finished
  {name: "Phrases", path: "phrases", finished: true}
];

/** Pages that belong to no study; a report has some of them. */
export const commonPages: readonly (SitePage & {inReports?: boolean; loader?: boolean})[] = [
  {name: "Compare", path: "compare", loader: true}, // written by src/compare.md.ts, which knows the studies
  {name: "Case study: a real model", path: "case-study"},
  {name: "Methods", path: "methods", inReports: true},
  {name: "Methods: search", path: "methods/search"},
  {name: "Methods: tracing", path: "methods/tracing"},
  {name: "Glossary", path: "glossary", inReports: true}
];
