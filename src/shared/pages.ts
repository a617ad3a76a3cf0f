/** A page of each study. */
export interface StudyPage {
  name: string;
  path: string; // below studies/<study>/; "" for the first
  about: string; // what a reader finds there, one line
}

export const studyPages: readonly StudyPage[] = [
  {name: "Overview", path: "", about: "what was asked, flag rates, findings, runs, settings"},
  {name: "Search", path: "search", about: "scores by iteration, search against control, the replay buffer"},
  {name: "Attributes", path: "attributes", about: "which attributes carry the weight, with examples"},
  {name: "Candidates", path: "candidates", about: "every candidate: query, response, judge's reason"},
  {name: "Confirm", path: "confirm", about: "each finding asked again: its rate, and which hold"},
  {name: "Robustness", path: "robustness", about: "findings reworded: how much of the rate stays"},
  {name: "Probes", path: "probes", about: "every probe by the groups you choose, down to its samples"},
  {name: "Models", path: "models", about: "targets side by side on the same prompts"},
  {name: "Tracing", path: "tracing", about: "which training feature and chunk taught a failure, with the pairs"},
  {name: "How it was made", path: "made", about: "study file, rubrics, models, dates, counts"}
];
