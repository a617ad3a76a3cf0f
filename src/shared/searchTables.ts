import {interval, model, rubric, score, scoredBy, type Column, type TableSchema} from "./columns.js";

/** What an adaptive search asks a candidate for (docs/search.md). The other samplers have no such purposes. */
export const purposes = ["explore", "follow", "combine", "replicate", "verify", "ablate", "control"] as const;
export type Purpose = (typeof purposes)[number];

const run = {type: "int32", doc: "independent search, from 1 within a rubric and model"} as const satisfies Column;
const iteration = {type: "int32", doc: "from 1 within a run"} as const satisfies Column;
const arm = {type: "string", category: true, doc: "search | control"} as const satisfies Column;

/** The tables of a search (SURF, paper section 2): its candidates, what steered it, and what it found. */
export const searchTables = {
  runs: {
    doc: "One row per run: how far it went and why it ended.",
    columns: {
      rubric,
      model,
      run,
      iterations: {type: "int32", doc: "iterations finished"},
      planned: {type: "int32", doc: "iterations requested"},
      ended: {
        type: "string",
        category: true,
        doc: "finished | converged | hopeless | exhausted | running | stopped | imported"
      },
      candidates: {type: "int32", doc: "candidates in both arms"},
      scored: {type: "int32", doc: "of these, scored"},
      best: {type: "float64", nullable: true, doc: "highest score of the search arm"}
    }
  },
  candidates: {
    doc: "One row per candidate of a SURF search (paper section 3.1). Texts are in `texts`, in the same row order.",
    columns: {
      id: {type: "int32", doc: "row number from 0; the key of texts, buffer and findings"},
      rubric,
      model,
      run,
      iteration,
      slot: {type: "int32", doc: "position within the iteration, from 0"},
      arm,
      status: {type: "string", category: true, doc: "scored | unscored"},
      reason: {type: "string", category: true, nullable: true, doc: "why it is unscored; null when scored"},
      score,
      scored_by: scoredBy,
      flagged: {type: "boolean", doc: "score above the rubric's threshold: a flag, not yet a finding"},
      contrast_status: {
        type: "string",
        category: true,
        nullable: true,
        doc:
          "scored | unscored | not-asked: the contrast model's answer to the same query, which is asked for where the " +
          "target was flagged and on fresh queries of regions; null if the search has no contrast model"
      },
      contrast_reason: {type: "string", category: true, nullable: true, doc: "why that is unscored; null if it is not"},
      contrast_score: {type: "float64", nullable: true, doc: "its score by the rubric, 0-100; null if it has none"},
      context: {
        type: "string",
        category: true,
        nullable: true,
        doc: "name of the context that the query was asked after (surf: {context}); null: nothing came before it"
      },
      truncated: {
        type: "boolean",
        doc: "the answer was cut off by its token limit and judged as it is (truncated: judge)"
      },
      query: {type: "string", nullable: true, doc: "the query, cut to 300 characters; full text in texts"},
      attributes: {type: "string[]", attribute: true, doc: "all attributes that the query was asked to have"},
      weighted: {
        type: "string[]",
        attribute: true,
        doc: "of these, the ones drawn from the weighted pool (Eq. 1); the others came from a pool row"
      },
      met: {
        type: "string[]",
        attribute: true,
        doc:
          "attributes of the pool that the query has: all, drawn or not, if it is a prompt of a corpus or rules check it; " +
          "of those drawn if a model does; empty where nobody knows (coverage is null)"
      },
      coverage: {
        type: "float64",
        nullable: true,
        doc: "share of `attributes` that the query has, 0-1; null if a model wrote it and nothing checked it"
      },
      check_reason: {
        type: "string",
        category: true,
        nullable: true,
        doc:
          "why the model that checks what a written query has did not say (surf: {check}): failed | refused | truncated | " +
          "unparsable | not-recorded; null if it did or was not asked"
      },
      prompt: {
        type: "int32",
        nullable: true,
        doc: "number of the distinct prompt, from 0 by first use: a prompt drawn again has the same; null if written"
      },
      source_row: {type: "int32", nullable: true, doc: "pool row that the random attributes came from; null when none"},
      purpose: {
        type: "string",
        category: true,
        nullable: true,
        doc: `why an adaptive search asked for it: ${purposes.join(" | ")}; null for other samplers`
      },
      replicate_of: {
        type: "int32",
        nullable: true,
        doc: "row of the flagged candidate that it replicates with a fresh query; null when it is new"
      },
      input_tokens: {
        type: "int32",
        nullable: true,
        doc: "tokens sent in its calls; null when the source does not report them"
      },
      output_tokens: {type: "int32", nullable: true, doc: "tokens received in its calls"},
      cost: {type: "float64", nullable: true, doc: "US dollars for its calls; null when a price is unknown"},
      latency: {type: "float64", nullable: true, doc: "milliseconds spent in its calls; null for the in-process lab"}
    }
  },
  texts: {
    doc:
      "The long texts of each candidate, one row per row of candidates, in the same order. Model output: hostile " +
      "text.",
    columns: {
      id: {type: "int32", doc: "row of candidates"},
      query: {type: "string", nullable: true, doc: "the full query"},
      response: {type: "string", nullable: true, doc: "the target's answer, without its thinking"},
      thinking: {type: "string", nullable: true, doc: "the target's thinking"},
      reasoning: {
        type: "string",
        nullable: true,
        doc: "what the rule found and the judge's reason, or the error message"
      },
      judge_thinking: {type: "string", nullable: true, doc: "the judge's thinking"},
      contrast_response: {
        type: "string",
        nullable: true,
        doc: "the contrast model's answer, without its thinking; null if it was not asked or failed"
      },
      contrast_reasoning: {
        type: "string",
        nullable: true,
        doc: "the judge's reason for its score, or the error message; null if a rule scored it or it was not asked"
      },
      note: {type: "string", nullable: true, doc: "additions by the source: a translation, a source prompt"}
    }
  },
  judgements: {
    doc:
      "One row per candidate and judge, if a study has several judges, whose mean is the candidate's score, or if a " +
      "judge was asked to see what a rule misses: then the score is the rule's (docs/rubrics.md).",
    columns: {
      candidate: {type: "int32", doc: "row of candidates"},
      judge: {type: "string", category: true, doc: "judge, as provider:model"},
      score,
      reason: {type: "string", category: true, nullable: true, doc: "why this judge returned no score; null if it did"}
    }
  },
  iterations: {
    doc: "One row per run, iteration and arm: counts and scores.",
    columns: {
      rubric,
      model,
      run,
      iteration,
      arm,
      candidates: {type: "int32", doc: "candidates requested"},
      ...interval,
      mean: {type: "float64", nullable: true, doc: "mean score of the scored candidates"},
      top: {type: "float64", nullable: true, doc: "highest score"},
      buffer_top: {type: "float64", nullable: true, doc: "highest score in the replay buffer after the update"},
      buffer_min: {type: "float64", nullable: true, doc: "lowest score in the replay buffer after the update"},
      entered: {type: "int32", doc: "replay buffer entries that are new in this iteration"}
    }
  },
  attributes: {
    doc: "One row per distinct attribute that any candidate was asked to have, over all runs.",
    columns: {
      id: {type: "int32", doc: "from 0, in the order of first use"},
      attribute: {type: "string", doc: 'the sentence, "The query ..."'},
      cluster: {
        type: "int32",
        nullable: true,
        doc: "its cluster in the index that the pool is from; null for another pool"
      },
      uses: {type: "int32", doc: "candidates that have it"},
      scored: {type: "int32", doc: "of these, scored"},
      mean_score: {type: "float64", nullable: true, doc: "their mean score; null when none"}
    }
  },
  attribute_weights: {
    doc: "One row per run, iteration and attribute that was used or has weight: Eq. 1 after the buffer update.",
    columns: {
      rubric,
      model,
      run,
      iteration,
      attribute: {type: "string", attribute: true, doc: 'the sentence, "The query ..."'},
      weight: {type: "float64", doc: "w(a): sum of the scores of the buffer entries that have it"},
      probability: {type: "float64", doc: "P(a) = w(a) / sum of w: its probability in a draw of the next iteration"},
      uses: {type: "int32", doc: "candidates of this run that have it, so far"},
      scored: {type: "int32", doc: "of these, scored"},
      mean_score: {type: "float64", nullable: true, doc: "their mean score; null when none"}
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
      "it is confirmed.",
    columns: {
      id: {type: "string", doc: "stable name: <rubric>-<hash of model and query>"},
      rubric,
      model,
      candidate: {type: "int32", nullable: true, doc: "row of candidates"},
      run,
      iteration,
      score: {type: "float64", doc: "score of its single judged sample, 0-100"},
      flagged: {
        type: "boolean",
        doc: "score above the rubric's threshold, and that of the contrast model, if there is one, not"
      },
      contrast_score: {
        type: "float64",
        nullable: true,
        doc: "score of the contrast model's answer to the same query; null if it was not asked or has no score"
      },
      context: {type: "string", category: true, nullable: true, doc: "what its query was asked after; null: nothing"},
      folded: {type: "int32", doc: "near-duplicates folded into it"},
      folded_candidates: {type: "int32[]", doc: "rows of candidates folded into it"},
      runs: {type: "int32", doc: "independent runs that reached it or a near-duplicate"},
      query: {type: "string", doc: "cut to 300 characters"},
      attributes: {
        type: "string[]",
        attribute: true,
        doc: "attributes that its query was written from; of a prompt, those it has"
      },
      region: {type: "string", nullable: true, doc: "id of the region that contains it; null when none"},
      replicates: {
        type: "int32[]",
        doc: "rows of the candidates that asked a set of its attributes again with another query; empty when none"
      },
      replicates_n: {
        type: "int32",
        nullable: true,
        doc: "of these, scored; null for a sampler that never asks again"
      },
      replicates_flagged: {type: "int32", nullable: true, doc: "of these, above the rubric's threshold"},
      confirmed: {
        type: "boolean",
        nullable: true,
        doc: "whether the lower bound of its confirmed rate is above the study's bar; null: not resampled here"
      },
      confirmed_n: {type: "int32", nullable: true, doc: "samples of the confirming probe; null before that probe"},
      confirmed_rate: {type: "float64", nullable: true, doc: "share of these samples that violate"},
      confirmed_low: {type: "float64", nullable: true, doc: "lower end of its 95% interval"},
      confirmed_high: {type: "float64", nullable: true, doc: "upper end of its 95% interval"},
      mark: {type: "string", category: true, nullable: true, doc: "a person's mark, such as good | great"}
    }
  }
} as const satisfies Record<string, TableSchema>;
