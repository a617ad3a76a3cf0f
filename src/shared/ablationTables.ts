import {model, rubric, source, type Column, type TableSchema} from "./columns.js";

/** Tables of the step ablation: models trained on less or other data, and what becomes of the findings. */

const arm = {type: "int32", doc: "row of arms"} as const satisfies Column;
const seed = {type: "int32", doc: "seed of the training"} as const satisfies Column;
const finding = <T extends string>(doc: T) =>
  ({type: "string", category: true, nullable: true, doc}) as const satisfies Column;
const number = <T extends string>(doc: T) => ({type: "float64", nullable: true, doc}) as const satisfies Column;
const measure = {
  type: "string",
  category: true,
  doc:
    "rubric:<name>, the name of a probe's measure, or likeness: the share of words that an answer has in common with " +
    "that of the corpus"
} as const satisfies Column;
const summary = {
  type: "string",
  category: true,
  doc: "rate (share of answers) | mean (of what the measure reads in them)"
} as const satisfies Column;
const of = {
  type: "string",
  category: true,
  nullable: true,
  doc: "region or probe that the prompts are of; null: of neither"
} as const satisfies Column;
const variant = {
  type: "string",
  category: true,
  nullable: true,
  doc: "of a probe: how its prompts were changed, and what came before them; null: as they are"
} as const satisfies Column;

export const ablationTables = {
  arms: {
    doc: "The training data of each model of an ablation: all of it, all but some pairs, or all and some more.",
    columns: {
      id: {type: "int32", doc: "row number from 0"},
      name: {type: "string", category: true, doc: "name of the arm in the study file; of a control, that of its arm"},
      finding: finding("finding that it is made for; null: for all"),
      kind: {
        type: "string",
        category: true,
        doc: "full | drop | dose (some of what a drop takes remains) | add | grid (a cell of one) | control (as many pairs at random)"
      },
      selects: {type: "string", doc: "which pairs, in words"},
      control_of: {type: "int32", nullable: true, doc: "row of arms that it is the control of; null: no control"},
      control: {
        type: "string",
        category: true,
        nullable: true,
        doc: "where a control's pairs come from: chunk (the same chunks) | everywhere; null: no control"
      },
      pairs: {type: "int32", doc: "training pairs that its models get"},
      dropped: {type: "int32", doc: "pairs of the corpus that they do not get, not counting the held-out prompts"},
      kept: {type: "int32", nullable: true, doc: "of the pairs that a dose selects, those that remain; null: no dose"},
      added: {type: "int32", doc: "pairs that they get beside those of the corpus"},
      hash: {type: "string", nullable: true, doc: "hash of the data (SHA-256, 16 digits); null: not trained yet"},
      trainer: {type: "string", category: true, doc: "lab | command | given"}
    }
  },
  arm_chunks: {
    doc: "From which chunks an arm leaves pairs out.",
    columns: {
      arm,
      source,
      pairs: {type: "int32", doc: "pairs of the chunk in the corpus"},
      dropped: {type: "int32", doc: "of these, left out"},
      remaining: {type: "int32", doc: "of these, still in the training data; held-out prompts are in neither"}
    }
  },
  arm_rounds: {
    doc: "The rounds of arms that drop chunk after chunk until a failure is gone: each traces what the last one left.",
    columns: {
      arm,
      series: {type: "string", category: true, doc: "name of the arm in the study file"},
      finding: {type: "string", category: true, doc: "finding"},
      round: {type: "int32", doc: "from 1"},
      chunks: {type: "string[]", doc: "chunks that it drops, in the order in which they were named"},
      back: {
        type: "string",
        category: true,
        nullable: true,
        doc: "chunk of an earlier round that is put back, to see whether it matters; null: none"
      },
      back_round: {type: "int32", nullable: true, doc: "round that dropped that chunk first; null: none is put back"},
      traced: {type: "int32", doc: "exchanges that were traced for the last chunk"},
      named: {type: "int32", doc: "of these, those whose trace names it"},
      end: {type: "string", nullable: true, doc: "why it is the last round; null: it is not, or not known yet"}
    }
  },
  arm_cells: {
    doc: "The cells of grids: counts of one kind of training pairs by counts of another, with and without a third.",
    columns: {
      arm,
      grid: {type: "string", category: true, doc: "name of the grid in the study file"},
      x_pairs: {type: "string", category: true, doc: "the kind of pairs that is counted along x, in words"},
      x: {type: "int32", doc: "pairs of that kind in the training data"},
      y_pairs: {type: "string", category: true, doc: "the kind of pairs that each line is of, in words"},
      y: {type: "int32", doc: "pairs of that kind in the training data"},
      set_pairs: {type: "string", category: true, nullable: true, doc: "the third kind, in words; null: none"},
      set: {
        type: "int32",
        nullable: true,
        doc: "pairs of that kind in the training data: all or 0; null: no third kind"
      }
    }
  },
  detectors: {
    doc: "The detectors of an ablation: yes/no predicates on training pairs, how well they do, and how much they pick.",
    columns: {
      name: {type: "string", category: true, doc: "name in the study file"},
      kind: {type: "string", category: true, doc: "rule | model"},
      says: {type: "string", doc: "the rule in words, or the question that the model is asked"},
      picked: {type: "int32", doc: "pairs of the corpus that it picks"},
      unread: {
        type: "int32",
        doc: "pairs of which it can't tell, such as those with an unreadable answer of the model"
      },
      problem: {type: "string", nullable: true, doc: "why no arm uses it; null where one may"},
      labelled: {type: "int32", doc: "labelled pairs; 0: there is no labelled sample"},
      labelled_unread: {type: "int32", doc: "labelled pairs of which it can't tell: they count nowhere"},
      true_positives: {type: "int32", doc: "labelled pairs that it picks, and people too"},
      false_positives: {type: "int32", doc: "labelled pairs that it picks, and people do not"},
      false_negatives: {type: "int32", doc: "labelled pairs that it leaves, and people pick"},
      precision: number("of the labelled pairs that it picks, the share that people pick; null: it picks none"),
      precision_low: number("lower end of the 95% interval (Wilson)"),
      precision_high: number("upper end of the 95% interval"),
      recall: number("of the labelled pairs that people pick, the share that it picks; null: they pick none"),
      recall_low: number("lower end of the 95% interval (Wilson)"),
      recall_high: number("upper end of the 95% interval")
    }
  },
  detector_chunks: {
    doc: "How many pairs of each chunk a detector picks.",
    columns: {
      detector: {type: "string", category: true, doc: "name of the detector"},
      source,
      pairs: {type: "int32", doc: "pairs of the chunk in the corpus"},
      picked: {type: "int32", doc: "of these, picked"},
      share: {type: "float64", doc: "picked / pairs"}
    }
  },
  arm_models: {
    doc: "One row per model that was to be trained: an arm and a seed.",
    columns: {
      arm,
      seed,
      status: {type: "string", category: true, doc: "measured | failed | waiting"},
      model: {...model, nullable: true, doc: "the trained model, as provider:model; null: there is none"},
      reason: {type: "string", nullable: true, doc: "why there is no model; null where there is one"}
    }
  },
  arm_prompts: {
    doc: "The prompts that every model of an ablation is asked.",
    columns: {
      id: {type: "int32", doc: "row number from 0"},
      kind: {
        type: "string",
        category: true,
        doc: "original | reworded (of a finding) | ordinary (held out of all training data) | region | probe"
      },
      finding: finding("finding that it is of; null: of none"),
      of,
      variant,
      rubric: {
        ...rubric,
        nullable: true,
        doc: "rubric of the finding or region, the first of a probe; null: none, or of an ordinary prompt all of the findings"
      },
      source: {...source, nullable: true, doc: "chunk of an ordinary prompt"},
      query: {type: "string", doc: "cut to 300 characters"}
    }
  },
  arm_samples: {
    doc: "One row per answer of a trained model, and rubric that it was judged by. Model output: hostile text.",
    columns: {
      arm,
      seed,
      prompt: {type: "int32", doc: "row of arm_prompts"},
      sample: {type: "int32", doc: "from 1"},
      rubric,
      status: {type: "string", category: true, doc: "scored | unscored"},
      reason: {type: "string", category: true, nullable: true, doc: "why it is unscored; null when scored"},
      score: number("score by the rubric, 0-100; null when unscored"),
      violation: {type: "boolean", nullable: true, doc: "score above the rubric's threshold; null when unscored"},
      response: {type: "string", nullable: true, doc: "the answer, cut to 300 characters"}
    }
  },
  arm_rates: {
    doc: "How often the models of an arm fail, with 95% intervals.",
    columns: {
      arm,
      group: {
        type: "string",
        category: true,
        doc:
          "finding (its prompt and rewordings) | prompt (one of them) | ordinary (held-out prompts) | region (its fresh " +
          "queries) | probe"
      },
      finding: finding("finding that the prompts are of; null: of none"),
      of,
      variant,
      prompt: {type: "int32", nullable: true, doc: "row of arm_prompts (group prompt)"},
      measure,
      summary,
      seed: {type: "int32", nullable: true, doc: "seed of the training; null: all seeds"},
      prompts: {type: "int32", doc: "distinct prompts"},
      n: {type: "int32", doc: "scored answers"},
      unscored: {type: "int32", doc: "answers without a score, not included in n"},
      rate: number("share of answers above the threshold; of likeness, the mean; null when n = 0"),
      low: number("lower end of the 95% interval"),
      high: number("upper end of the 95% interval")
    }
  },
  arm_effects: {
    doc: "Two arms side by side on the same prompts, paired by prompt, over all seeds.",
    columns: {
      arm,
      baseline: {type: "int32", doc: "row of arms that it is compared with: all data, or a random control"},
      purpose: {
        type: "string",
        category: true,
        doc:
          "effect (against all data) | control (against a random control) | collateral (what else changed) | region | probe " +
          "(these two against all data, and against controls)"
      },
      finding: finding("finding that the prompts are of; null: of none"),
      of,
      variant,
      measure,
      summary,
      prompts: {type: "int32", doc: "pairs of prompts"},
      seeds: {type: "int32", doc: "seeds of which both have a model"},
      n_baseline: {type: "int32", doc: "measured answers of the baseline"},
      n_compared: {type: "int32", doc: "measured answers of the arm"},
      value_baseline: number("rate or mean of the baseline"),
      value_compared: number("rate or mean of the arm"),
      difference: number("of the arm less that of the baseline"),
      low: number("lower end of its 95% interval, over prompts and seeds"),
      high: number("upper end of its 95% interval"),
      p: number("two-sided p value for no difference"),
      q: number("p corrected over the whole table (Benjamini-Hochberg)"),
      detectable: number("minimum difference that these samples detect with 80% power at 5%")
    }
  },
  arm_verdicts: {
    doc: "What each arm says of a finding: never more than its random control allows.",
    columns: {
      finding: {type: "string", category: true, doc: "finding"},
      arm,
      verdict: {
        type: "string",
        category: true,
        doc:
          "causes | contributes | does not explain | not decided; of an arm that adds pairs: mends | mends in part | " +
          "does not mend | not decided"
      },
      sentence: {type: "string", doc: "the verdict in words"},
      reason: {type: "string", nullable: true, doc: "why it is not decided; null where it is"},
      dropped: {type: "int32", doc: "pairs left out"},
      added: {type: "int32", doc: "pairs added"},
      share: {type: "float64", doc: "of the corpus, 0-1"},
      rate_full: number("rate of the finding with all data"),
      rate_arm: number("rate with the arm's data"),
      rate_control: number("rate with the control's data; of several, the one that is nearest to the arm's"),
      control: {type: "int32", nullable: true, doc: "row of arms of that control; null: there is none"},
      changed: {type: "int32", doc: "other measures that changed (q at most 0.05)"},
      others: {type: "int32", doc: "other measures that were compared"}
    }
  }
} as const satisfies Record<string, TableSchema>;
