import {interval, model, rubric, score, type Column, type TableSchema} from "./columns.js";

/** What an adaptive search asks a candidate for (docs/search.md). The other samplers have no such purposes. */
export const purposes = ["explore", "follow", "combine", "replicate", "reduce", "verify", "ablate", "control"] as const;
export type Purpose = (typeof purposes)[number];

const run = {type: "int32", doc: "independent search, from 1 within a rubric and model"} as const satisfies Column;
const iteration = {type: "int32", doc: "from 1 within a run"} as const satisfies Column;
const arm = {type: "string", category: true, doc: "search | control"} as const satisfies Column;

/** The tables of a search (SURF, paper section 2): its candidates, what steered it, and what it found. */
export const searchTables = {
  runs: {
    doc: "One row a run: how far it went and why it ended.",
    columns: {
      rubric,
      model,
      run,
      iterations: {type: "int32", doc: "iterations finished"},
      planned: {type: "int32", doc: "iterations asked for"},
      ended: {
        type: "string",
        category: true,
        doc: "finished | converged | hopeless | exhausted | running | stopped | imported"
      },
      candidates: {type: "int32", doc: "candidates of both arms"},
      scored: {type: "int32", doc: "of these, scored"},
      best: {type: "float64", nullable: true, doc: "highest score of the search arm"}
    }
  },
  candidates: {
    doc: "One row a candidate of a SURF search (paper section 3.1). Texts stand in `texts`, same row order.",
    columns: {
      id: {type: "int32", doc: "row number from 0; the key of texts, buffer and findings"},
      rubric,
      model,
      run,
      iteration,
      slot: {type: "int32", doc: "place within the iteration, from 0"},
      arm,
      status: {type: "string", category: true, doc: "scored | unscored"},
      reason: {type: "string", category: true, nullable: true, doc: "why it is unscored; null when scored"},
      score,
      flagged: {type: "boolean", doc: "score above the rubric's threshold: a flag, not yet a finding"},
      query: {type: "string", nullable: true, doc: "the query, cut to 300 characters; whole in texts"},
      attributes: {type: "string[]", attribute: true, doc: "all attributes the query was asked to have"},
      weighted: {
        type: "string[]",
        attribute: true,
        doc: "of these, drawn from the weighted pool (Eq. 1); the others came from a pool row"
      },
      source_row: {type: "int32", nullable: true, doc: "pool row that gave the random attributes; null when none"},
      purpose: {
        type: "string",
        category: true,
        nullable: true,
        doc: `what an adaptive search asked it for: ${purposes.join(" | ")}; null for other samplers`
      },
      replicate_of: {
        type: "int32",
        nullable: true,
        doc: "row of the flagged candidate that it looks into, with a fresh query; null when it is new"
      },
      input_tokens: {type: "int32", nullable: true, doc: "tokens sent in its calls; null when the source does not say"},
      output_tokens: {type: "int32", nullable: true, doc: "tokens received in its calls"},
      cost: {type: "float64", nullable: true, doc: "US dollars for its calls; null when a price is unknown"},
      latency: {type: "float64", nullable: true, doc: "milliseconds spent in its calls; null for the in-process lab"}
    }
  },
  texts: {
    doc:
      "The long texts of each candidate, one row for each row of candidates, in the same order. Model output: " +
      "hostile text.",
    columns: {
      id: {type: "int32", doc: "row of candidates"},
      query: {type: "string", nullable: true, doc: "the whole query"},
      response: {type: "string", nullable: true, doc: "the target's answer, thinking apart"},
      thinking: {type: "string", nullable: true, doc: "the target's thinking"},
      reasoning: {type: "string", nullable: true, doc: "the judge's reason, or the message of what went wrong"},
      judge_thinking: {type: "string", nullable: true, doc: "the judge's thinking"},
      note: {type: "string", nullable: true, doc: "what the source adds: a translation, a source prompt"}
    }
  },
  judgements: {
    doc: "One row a candidate and judge, where a study has several judges; the candidate's score is their mean.",
    columns: {
      candidate: {type: "int32", doc: "row of candidates"},
      judge: {type: "string", category: true, doc: "judge, as provider:model"},
      score,
      reason: {type: "string", category: true, nullable: true, doc: "why this judge gave no score; null when it did"}
    }
  },
  iterations: {
    doc: "One row a run, iteration and arm: counts and scores.",
    columns: {
      rubric,
      model,
      run,
      iteration,
      arm,
      candidates: {type: "int32", doc: "candidates asked for"},
      ...interval,
      mean: {type: "float64", nullable: true, doc: "mean score of the scored"},
      top: {type: "float64", nullable: true, doc: "highest score"},
      buffer_top: {type: "float64", nullable: true, doc: "highest score in the replay buffer after the update"},
      buffer_min: {type: "float64", nullable: true, doc: "lowest score in the replay buffer after the update"},
      entered: {type: "int32", doc: "entries of the replay buffer that are new in this iteration"}
    }
  },
  attributes: {
    doc: "One row a distinct attribute that some candidate was asked to have, over all runs.",
    columns: {
      id: {type: "int32", doc: "from 0, in the order of first use"},
      attribute: {type: "string", doc: 'the sentence, "The query ..."'},
      uses: {type: "int32", doc: "candidates with it"},
      scored: {type: "int32", doc: "of these, scored"},
      mean_score: {type: "float64", nullable: true, doc: "mean score of those; null when none"}
    }
  },
  attribute_weights: {
    doc: "One row a run, iteration and attribute that was used or carries weight: Eq. 1 after the buffer update.",
    columns: {
      rubric,
      model,
      run,
      iteration,
      attribute: {type: "string", attribute: true, doc: 'the sentence, "The query ..."'},
      weight: {type: "float64", doc: "w(a): sum of the scores of buffer entries that have it"},
      probability: {type: "float64", doc: "P(a) = w(a) / sum of w: the chance of a draw in the next iteration"},
      uses: {type: "int32", doc: "candidates of this run with it, so far"},
      scored: {type: "int32", doc: "of these, scored"},
      mean_score: {type: "float64", nullable: true, doc: "mean score of those; null when none"}
    }
  },
  buffer: {
    doc: "The replay buffer after each iteration (Eq. 2), best first.",
    columns: {
      rubric,
      model,
      run,
      iteration,
      rank: {type: "int32", doc: "from 1, by score; ties keep the earlier entry"},
      candidate: {type: "int32", nullable: true, doc: "row of candidates; null when the source has no such row"},
      score: {type: "float64", doc: "0-100"},
      entered: {type: "int32", doc: "iteration in which it entered"},
      query: {type: "string", doc: "cut to 300 characters"}
    }
  },
  findings: {
    doc:
      "The top entries over all runs of a rubric and model, near-duplicates folded. A flag is not a finding until " +
      "confirmed.",
    columns: {
      id: {type: "string", doc: "stable name: <rubric>-<hash of model and query>"},
      rubric,
      model,
      candidate: {type: "int32", nullable: true, doc: "row of candidates"},
      run,
      iteration,
      score: {type: "float64", doc: "score of its one judged sample, 0-100"},
      flagged: {type: "boolean", doc: "score above the rubric's threshold"},
      folded: {type: "int32", doc: "near-duplicates folded into it"},
      folded_candidates: {type: "int32[]", doc: "rows of candidates folded into it"},
      runs: {type: "int32", doc: "independent runs that reached it or a near-duplicate"},
      query: {type: "string", doc: "cut to 300 characters"},
      attributes: {type: "string[]", attribute: true, doc: "attributes that made it"},
      region: {type: "string", nullable: true, doc: "region that it lies in; null when in none"},
      confirmed: {
        type: "boolean",
        nullable: true,
        doc: "whether the lower bound of its confirmed rate beats the study's bar; null: not resampled here"
      },
      confirmed_n: {type: "int32", nullable: true, doc: "samples of the confirming probe; null before it"},
      confirmed_rate: {type: "float64", nullable: true, doc: "share of these that violate"},
      confirmed_low: {type: "float64", nullable: true, doc: "lower end of its 95% interval"},
      confirmed_high: {type: "float64", nullable: true, doc: "upper end of its 95% interval"},
      mark: {type: "string", category: true, nullable: true, doc: "a person's mark, such as good | great"}
    }
  },
  regions: {
    doc:
      "Sets of attributes whose queries fail at least half of the time (docs/search.md). Empty where the sampler is " +
      "not adaptive.",
    columns: {
      id: {type: "string", doc: "stable name: <rubric>-region-<hash of model and attributes>"},
      rubric,
      model,
      meaning: {
        type: "string",
        doc:
          "the first region that says the same in other words, by the pool's embedding; its own id where it is " +
          "that, or there is no embedding"
      },
      attributes: {
        type: "string[]",
        attribute: true,
        doc: "the attributes that carry it: without any of them it is gone, unless its status is unreduced"
      },
      description: {type: "string", doc: "the attributes as one sentence"},
      n: {
        type: "int32",
        doc:
          "candidates that measure it, scored: fresh ones that had no part in finding it; of an unreduced one all " +
          "but the flag that led to it"
      },
      violations: {type: "int32", doc: "of these, scored above the rubric's threshold"},
      rate: {type: "float64", doc: "violations / n, 0-1"},
      low: {type: "float64", doc: "lower end of the 95% Wilson interval"},
      high: {type: "float64", doc: "upper end of the 95% Wilson interval"},
      score: {type: "float64", nullable: true, doc: "mean score of the candidates that measure it"},
      run: {type: "int32", doc: "run whose niche it is"},
      iteration: {type: "int32", doc: "in which it was confirmed"},
      first_seen: {type: "int32", doc: "candidates of the whole search when it was confirmed"},
      candidates: {type: "int32", doc: "candidates of the search arm that were asked to have all of it"},
      examples: {type: "int32[]", doc: "rows of the candidates that measure it, as asked"},
      findings: {type: "int32", doc: "findings inside it"},
      status: {
        type: "string",
        category: true,
        doc:
          "confirmed | unreduced | likely (docs/search.md). confirmed: the rate is at least half with 95% " +
          "certainty; unreduced: as surely, but the search ended before it was settled which attributes carry it; " +
          "likely: by all its scores, not by those above the threshold alone"
      }
    }
  },
  region_ablations: {
    doc:
      "What becomes of a region when one attribute is taken away: fresh queries with the others in the same kind of " +
      "company.",
    columns: {
      region: {type: "string", doc: "id of the region"},
      attribute: {type: "string", attribute: true, doc: "the one taken away"},
      n: {type: "int32", doc: "scored candidates without it"},
      violations: {type: "int32", doc: "of these, scored above the rubric's threshold"},
      rate: {type: "float64", nullable: true, doc: "violations / n, 0-1; null when n = 0"},
      low: {type: "float64", nullable: true, doc: "lower end of the 95% Wilson interval"},
      high: {type: "float64", nullable: true, doc: "upper end of the 95% Wilson interval"}
    }
  },
  estimates: {
    doc:
      "What an adaptive search believes of attributes, and of pairs that failed together more than once. Candidates " +
      "that a region explains count for the region alone.",
    columns: {
      rubric,
      model,
      attributes: {type: "string[]", attribute: true, doc: "the set"},
      kind: {type: "string", category: true, doc: "single | pair | triple"},
      n: {type: "int32", doc: "scored candidates that had the set"},
      violations: {type: "int32", doc: "of these, scored above the rubric's threshold"},
      rate: {type: "float64", doc: "posterior mean, 0-1: beta-binomial, its prior fitted to all attributes"},
      low: {type: "float64", doc: "lower end of the 95% posterior interval"},
      high: {type: "float64", doc: "upper end of the 95% posterior interval"},
      share: {type: "float64", doc: "share of the search's candidates that had it, 0-1"},
      region: {type: "string", nullable: true, doc: "id of the region that it is; null when it is none"}
    }
  }
} as const satisfies Record<string, TableSchema>;
