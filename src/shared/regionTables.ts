import {model, rubric, type TableSchema} from "./columns.js";

/** The tables of regions (docs/search.md): what an adaptive search found, how bad it is, and what it rules out. */
export const regionTables = {
  regions: {
    doc:
      "Sets of attributes whose queries fail at the rate of the bar or more, and far above what surrounds them " +
      "(docs/search.md). Empty if the sampler is not adaptive.",
    columns: {
      id: {type: "string", doc: "stable name: <rubric>-region-<hash of model and attributes>"},
      rubric,
      model,
      meaning: {
        type: "string",
        doc:
          "the first region with the same meaning in other words, by the pool's embedding; its own id if it is the " +
          "first, or if there is no embedding"
      },
      attributes: {
        type: "string[]",
        attribute: true,
        doc: "the attributes that carry it: without any one of them, at most half of its lift is left"
      },
      description: {type: "string", doc: "the attributes as one sentence"},
      n: {
        type: "int32",
        doc:
          "distinct queries that measure it: fresh ones that had no part in finding it, or all prompts of a corpus that " +
          "have it, where all were asked"
      },
      violations: {
        type: "float64",
        doc: "of these, the ones that scored above the rubric's threshold; a repeated query counts by its share"
      },
      rate: {type: "float64", doc: "violations / n, 0-1"},
      low: {type: "float64", doc: "lower end of the 95% interval, valid whenever one looks (docs/statistics.md)"},
      high: {type: "float64", doc: "upper end of the same"},
      target_rate: {
        type: "float64",
        nullable: true,
        doc:
          "share of the same queries on which the target fails, whatever the contrast model does; `rate` is then that of " +
          "queries on which only the target fails. This and the next six: null without a contrast model"
      },
      contrast_rate: {
        type: "float64",
        nullable: true,
        doc: "share of the same queries on which the contrast model fails (docs/statistics.md)"
      },
      contrast_n: {type: "int32", nullable: true, doc: "of these queries, those that the contrast model answered"},
      difference: {type: "float64", nullable: true, doc: "target_rate less contrast_rate, paired by query"},
      difference_low: {type: "float64", nullable: true, doc: "lower end of its 95% interval"},
      difference_high: {type: "float64", nullable: true, doc: "upper end of the same"},
      q: {
        type: "float64",
        nullable: true,
        doc: "q value of no difference (Benjamini-Hochberg over all regions that the search proved, reported or not)"
      },
      lift: {type: "float64", nullable: true, doc: "rate less that of the control arm; null without a control arm"},
      bar: {type: "float64", doc: "rate from which a set of attributes is a region, 0-1"},
      evidence: {type: "float64", doc: "e-value of its claim (docs/statistics.md)"},
      share: {type: "float64", doc: "share of the pool's rows that have all its attributes, 0-1"},
      score: {type: "float64", nullable: true, doc: "mean score of the candidates that measure it"},
      severity: {
        type: "float64",
        nullable: true,
        doc: "mean over the dimensions of region_severities: how bad it is, 0-100; null without any"
      },
      run: {type: "int32", doc: "run that it belongs to"},
      iteration: {type: "int32", doc: "iteration in which it was confirmed"},
      first_seen: {type: "int32", doc: "candidates of the whole search up to its confirmation"},
      candidates: {type: "int32", doc: "search-arm candidates that were asked to have all its attributes"},
      prompts: {type: "int32", doc: "distinct queries with all its attributes among the scored candidates"},
      examples: {type: "int32[]", doc: "rows of the candidates that measure it, in the order asked"},
      findings: {type: "int32", doc: "findings that it contains"},
      status: {
        type: "string",
        category: true,
        doc:
          "confirmed | lifted | refused (docs/search.md). confirmed: its rate is proven to be at least the bar less a " +
          "fifth; lifted: it is proven to be above what surrounds it, and its rate reaches that with 95% probability; " +
          "refused: no verdict, for the reason in `reason`"
      },
      reason: {
        type: "string",
        nullable: true,
        doc: "why there is no verdict, such as `too few prompts: 5 of 8`; null if there is one"
      }
    }
  },
  severities: {
    doc:
      "One row per candidate that fails and dimension of severity (surf: {severity}): how bad its answer is. Empty without " +
      "dimensions.",
    columns: {
      candidate: {type: "int32", doc: "row of candidates"},
      dimension: {type: "string", category: true, doc: "name of the rubric that scored it"},
      score: {type: "float64", nullable: true, doc: "0-100; null when unscored"},
      reason: {type: "string", category: true, nullable: true, doc: "why it is unscored; null when scored"}
    }
  },
  region_severities: {
    doc: "How bad the failures of a region are, by dimension of severity.",
    columns: {
      region: {type: "string", doc: "id of the region"},
      dimension: {type: "string", category: true, doc: "name of the rubric that scored them"},
      n: {type: "int32", doc: "failing candidates that measure the region and have a score"},
      unscored: {type: "int32", doc: "those without a score, not included in n"},
      mean: {type: "float64", nullable: true, doc: "mean score, 0-100; null when n = 0"}
    }
  },
  region_ablations: {
    doc:
      "How a region changes when one attribute is removed: fresh queries with the remaining attributes among " +
      "similar others.",
    columns: {
      region: {type: "string", doc: "id of the region"},
      attribute: {type: "string", attribute: true, doc: "the attribute removed"},
      n: {type: "int32", doc: "distinct queries without it"},
      violations: {type: "float64", doc: "of these, the ones that scored above the rubric's threshold"},
      rate: {type: "float64", nullable: true, doc: "violations / n, 0-1; null when n = 0"},
      low: {type: "float64", nullable: true, doc: "lower end of the 95% interval, valid whenever one looks"},
      high: {type: "float64", nullable: true, doc: "upper end of the same"}
    }
  },
  exclusions: {
    doc:
      "What an adaptive search rules out, with a level, from the trials it made (docs/search.md). Regions that it found " +
      "are left out.",
    columns: {
      rubric,
      model,
      kind: {type: "string", category: true, doc: "attribute | pair | query"},
      tests: {
        type: "int32",
        doc: "distinct queries in which each of the sets was met at least; of query: drawn at random"
      },
      sets: {type: "int32", doc: "how many attributes or pairs it speaks of"},
      share: {type: "float64", doc: "their share of the attributes or pairs of the pool's rows, 0-1"},
      rate: {type: "float64", doc: "none of them fails at a higher rate, 0-1"},
      level: {type: "float64", doc: "confidence that all of the statement holds"},
      statement: {type: "string", doc: "the same in words"}
    }
  },
  estimates: {
    doc:
      "What an adaptive search believes about attributes, and about pairs that failed together more than once. " +
      "Candidates that a region explains count only for that region.",
    columns: {
      rubric,
      model,
      attributes: {type: "string[]", attribute: true, doc: "the set"},
      kind: {type: "string", category: true, doc: "single | pair | triple"},
      n: {type: "int32", doc: "distinct queries that have the set"},
      violations: {type: "float64", doc: "of these, the ones that scored above the rubric's threshold"},
      rate: {type: "float64", doc: "posterior mean, 0-1: beta-binomial, its prior fitted to all attributes"},
      low: {type: "float64", doc: "lower end of the 95% posterior interval"},
      high: {type: "float64", doc: "upper end of the 95% posterior interval"},
      share: {type: "float64", doc: "share of the search's candidates that have it, 0-1"},
      region: {type: "string", nullable: true, doc: "id of the region with exactly this set; null when none"}
    }
  }
} as const satisfies Record<string, TableSchema>;
