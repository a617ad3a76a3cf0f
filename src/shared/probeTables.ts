import {model, rubric, score, scoredBy, type Column, type TableSchema} from "./columns.js";

/** Tables of the steps confirm, robustness and probe: prompts x contexts x models x samples -> a rate per group. */

const step = {type: "string", category: true, doc: "confirm | robustness | probe"} as const satisfies Column;
const probe = {type: "string", category: true, doc: "name of the probe"} as const satisfies Column;
const measure = {
  type: "string",
  category: true,
  doc: "what was measured: rubric:<name>, or the name of the measure"
} as const satisfies Column;
const optional = <T extends string>(doc: T) =>
  ({type: "string", category: true, nullable: true, doc}) as const satisfies Column;
const number = <T extends string>(doc: T) => ({type: "float64", nullable: true, doc}) as const satisfies Column;

/** What distinguishes the groups of a probe in `rates` and `means`; null: a group over all of them, or no probe. */
export const probeGroup = {
  probe: optional("name of the probe; null: a search"),
  measure: optional("rubric:<name>, or the name of the measure; null: a search"),
  context: optional("context of its prompts; none: no context; null: a search"),
  prompt: {type: "int32", nullable: true, doc: "row of probe_prompts (group prompt)"},
  item: optional("what its prompts derive from (groups prompt and item)"),
  variant: optional("how its prompts were changed; null: all variants"),
  row: optional("row of the grid or group label (groups prompt and cell)"),
  column: optional("column of the grid or group label (groups prompt and cell)"),
  prompts: {type: "int32", nullable: true, doc: "distinct prompts in the group; null: a search"}
} as const satisfies Record<string, Column>;

const sharesAndInterval = {
  method: {
    type: "string",
    category: true,
    doc: "method of the interval: paired-t (over prompts) | newcombe (one prompt each) | welch-t (not paired)"
  },
  difference: number("rate or mean of the compared group minus that of the baseline"),
  low: number("lower end of its 95% interval"),
  high: number("upper end of its 95% interval")
} as const satisfies Record<string, Column>;

export const probeTables = {
  probe_prompts: {
    doc: "One row per prompt of a probe. Rejected prompts (perturbations that failed their checks) were never sampled.",
    columns: {
      id: {type: "int32", doc: "row number from 0; the key of probe_texts and samples"},
      step,
      probe,
      kind: {
        type: "string",
        category: true,
        doc: "confirm | robustness | prompts | template | transform | context | factorial"
      },
      item: {type: "string", doc: "what it derives from: finding id, template cell, entry of a list"},
      variant: {
        type: "string",
        category: true,
        doc: "original | perturbed | name of the transform | wording of a factorial"
      },
      number: {type: "int32", nullable: true, doc: "number of the perturbation, from 1"},
      original: {
        type: "int32",
        nullable: true,
        doc: "row of the prompt that it was made from; null: it is an original"
      },
      row: optional("row of the grid, or group label"),
      column: optional("column of the grid, or group label"),
      rubric: {...rubric, nullable: true, doc: "rubric of the finding; null: every rubric of the probe"},
      status: {type: "string", category: true, doc: "used | rejected"},
      reason: optional(
        "why it was rejected: identical | answers | other-language | other-substance | no-text | failed"
      ),
      query: {type: "string", doc: "cut to 300 characters; full text in probe_texts"},
      expected: {type: "string", nullable: true, doc: "answer key; null: none"}
    }
  },
  probe_texts: {
    doc: "The full text of each prompt, one row per row of probe_prompts, in the same order.",
    columns: {
      id: {type: "int32", doc: "row of probe_prompts"},
      query: {type: "string", doc: "the full prompt"},
      note: {type: "string", nullable: true, doc: "how it was made: the perturber's instruction, the transform"}
    }
  },
  probe_contexts: {
    doc: "One row per context of a probe: what surrounds its prompts.",
    columns: {
      step,
      probe,
      context: {type: "string", category: true, doc: "name of the context; none: no context"},
      kind: {type: "string", category: true, doc: "none | system | shots"},
      shots: {type: "int32", doc: "exchanges before the prompt"},
      tokens: {type: "int32", doc: "tokens before the prompt, counted with the o200k tokenizer"},
      text: {type: "string", nullable: true, doc: "cut to 300 characters"}
    }
  },
  samples: {
    doc: "One row per sample: a prompt in a context, answered once. Texts are in sample_texts, in the same row order.",
    columns: {
      id: {type: "int32", doc: "row number from 0; the key of sample_texts and measurements"},
      step,
      probe,
      prompt: {type: "int32", doc: "row of probe_prompts"},
      model,
      context: {type: "string", category: true, doc: "name of the context; none: no context"},
      sample: {type: "int32", doc: "from 1; part of the request, so no cache returns one answer for two samples"},
      status: {
        type: "string",
        category: true,
        doc: "scored | unscored: no usable answer, or no score from its first rubric"
      },
      reason: optional("why it is unscored; null when scored"),
      rubric: {...rubric, nullable: true, doc: "first rubric that it was judged by; null: none"},
      score,
      scored_by: scoredBy,
      violation: {
        type: "boolean",
        nullable: true,
        doc: "score above the rubric's threshold; null when unscored or unjudged"
      },
      truncated: {
        type: "boolean",
        doc: "the answer was cut off by its token limit and judged as it is (truncated: judge)"
      },
      input_tokens: {type: "int32", nullable: true, doc: "tokens sent in its calls"},
      output_tokens: {type: "int32", nullable: true, doc: "tokens received in its calls"},
      cost: number("US dollars for its calls; null when a price is unknown"),
      latency: number("milliseconds spent in its calls; null for the in-process lab")
    }
  },
  sample_texts: {
    doc: "The long texts of each sample, one row per row of samples, in the same order. Model output: hostile text.",
    columns: {
      id: {type: "int32", doc: "row of samples"},
      response: {type: "string", nullable: true, doc: "the target's answer, without its thinking"},
      thinking: {type: "string", nullable: true, doc: "the target's thinking"},
      reasoning: {
        type: "string",
        nullable: true,
        doc: "what the rule found and the judges' reasons, or the error message"
      },
      transcript: {
        type: "string",
        nullable: true,
        doc:
          "the whole conversation of an imported sample, as JSON: a list of turns with role (system | user | assistant | " +
          "tool), text, and where there are any given (before the model was asked), thinking, calls (name, arguments), " +
          "tool, error; null: it is the query and the response"
      }
    }
  },
  measurements: {
    doc: "One row per sample and measure, except the score of a single rubric, which is in samples.",
    columns: {
      sample: {type: "int32", doc: "row of samples"},
      measure,
      value: number("score, 0 or 1, or a count; null when it could not be measured"),
      label: optional("first word, language or answer that was found"),
      judge: optional("judge that returned it, if there is a second judge")
    }
  },
  means: {
    doc: "Means by group, for measures that are counts or scores, with 95% intervals.",
    columns: {
      step,
      group: {type: "string", category: true, doc: "prompt | item | cell | variant, as in rates"},
      rubric: {...rubric, nullable: true},
      model,
      ...probeGroup,
      n: {type: "int32", doc: "measured samples"},
      unscored: {type: "int32", doc: "samples that were not measured, not included in n"},
      mean: number("mean value"),
      low: number("lower end of the 95% interval"),
      high: number("upper end of the 95% interval"),
      method: {type: "string", category: true, doc: "method of the interval: t | cluster-t"}
    }
  },
  comparisons: {
    doc: "Two groups of one probe side by side, paired by prompt where possible.",
    columns: {
      step,
      probe,
      measure,
      rubric: {...rubric, nullable: true},
      compares: {type: "string", category: true, doc: "variant | context | model | wording"},
      model: optional("model of both sides; null when models are compared"),
      context: optional("context of both sides; null when contexts are compared"),
      variant: optional("variant of both sides; null when variants are compared, or over all"),
      baseline: {type: "string", category: true, doc: "name of the baseline's variant, context or model"},
      compared: {type: "string", category: true, doc: "name of the variant, context or model compared with it"},
      prompts: {type: "int32", doc: "pairs of prompts; 0: not paired"},
      n_baseline: {type: "int32", doc: "measured samples of the baseline"},
      n_compared: {type: "int32", doc: "measured samples of the compared group"},
      unscored: {type: "int32", doc: "samples of both groups that were not measured"},
      share: {type: "boolean", doc: "whether the values are shares; false for means"},
      value_baseline: number("rate or mean of the baseline"),
      value_compared: number("rate or mean of the compared group"),
      ...sharesAndInterval,
      odds_ratio: number("odds of the compared group over those of the baseline; null for means"),
      odds_low: number("lower end of its 95% interval"),
      odds_high: number("upper end of its 95% interval"),
      p: number("two-sided p value for no difference"),
      q: number("p corrected over the whole table (Benjamini-Hochberg)"),
      detectable: number("minimum difference that this n detects with 80% power at 5%")
    }
  },
  judge_quality: {
    doc:
      "How well a judge agrees with human labels, by rubric. Intervals: plain, Wilson's; stratified, exact by stratum and " +
      "combined by MOVER; for alpha, a bootstrap.",
    columns: {
      rubric,
      judge: {
        type: "string",
        category: true,
        doc: "judge, as provider:model; with several judges, their mean; rule: the rubric is scored by rule"
      },
      design: {
        type: "string",
        category: true,
        doc: "plain: labels count as they are; stratified: they are of a review queue, and shares are weighted to all answers"
      },
      labels: {type: "int32", doc: "exchanges labelled true or false that the judge scored"},
      unsure: {type: "int32", doc: "exchanges marked unsure, or on which people are split: in no other count"},
      missing: {
        type: "int32",
        doc:
          "labels without a score from this judge, for something not in this study, or made outside of the review queue " +
          "where there is one"
      },
      true_positives: {type: "int32", doc: "flagged, and labelled a violation"},
      false_positives: {type: "int32", doc: "flagged, and labelled none"},
      false_negatives: {type: "int32", doc: "not flagged, and labelled a violation"},
      true_negatives: {type: "int32", doc: "not flagged, and labelled none"},
      precision: number("share of flags that are labelled violations"),
      precision_low: number("lower end of its 95% interval"),
      precision_high: number("upper end of its 95% interval"),
      recall: number("share of labelled violations that are flagged: the judge's sensitivity"),
      recall_low: number("lower end of its 95% interval"),
      recall_high: number("upper end of its 95% interval"),
      specificity: number("share of labelled non-violations that are not flagged"),
      specificity_low: number("lower end of its 95% interval"),
      specificity_high: number("upper end of its 95% interval"),
      alpha: number("Krippendorff's alpha of flag and label (nominal): 1 agreement, 0 chance"),
      alpha_low: number("lower end of its 95% interval"),
      alpha_high: number("upper end of its 95% interval")
    }
  }
} as const satisfies Record<string, TableSchema>;
