/** What `npm run bench -- real` writes for the page of the case study: docs/real-model.md defines the words. */
export interface RealBench {
  prompts: number; // recorded
  answers: number; // of each prompt
  calls: number; // of the target, for each search
  seeds: number;
  rubrics: RealRubric[];
  searches: RealSearch[];
}

export interface RealRubric {
  rubric: string;
  rate: number; // of all answers
  regions: {
    attributes: string[];
    prompts: number;
    rate: number;
    held: number;
    base: number;
    meaning: number; // regions with the same number are on mostly the same prompts
  }[];
}

/** One search of one rubric, summed over seeds. */
export interface RealSearch {
  search: "adaptive" | "reference" | "counting";
  rubric: string;
  reported: number;
  true: number; // of these
  meanings: number; // that there are, once a seed
  found: number; // of these
  singles: number; // of the meanings, those that a single attribute has
  singlesFound: number; // of these
}
