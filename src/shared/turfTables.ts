import {cluster, source, type Column, type TableSchema} from "./columns.js";

/** How far a trigger stands out, in words; loaders/turf/trace/strength.ts has the bounds. */
export const strengths = ["strong", "clear", "weak", "not established"] as const;
export type Strength = (typeof strengths)[number];

const trace = {type: "int32", doc: "row of traces"} as const satisfies Column;
const crux = {
  type: "int32",
  doc: "which of the judge's chosen response attributes, from 1 (rho_1 ... rho_3)"
} as const satisfies Column;

const evidence = {
  hits: {type: "int32", doc: "Eq. 4: retrieved candidates whose query has an attribute in the cluster"},
  pairs: {type: "int32", doc: "distinct retrieved training pairs among them"},
  expected: {type: "float64", doc: "hits among the same number of candidates drawn at random: the cluster's base rate"},
  lift: {type: "float64", nullable: true, doc: "hits / expected; null when nothing was expected"},
  z: {
    type: "float64",
    doc: "how far these pairs are above chance, roughly in standard deviations: signed root of the likelihood ratio"
  },
  p: {
    type: "float64",
    doc:
      "probability of at least this many distinct pairs if pairs were drawn from the corpus regardless of the " +
      "cluster"
  },
  q: {type: "float64", doc: "Benjamini-Hochberg over all clusters and cruxes of the trace"}
} as const satisfies Record<string, Column>;

const optionalEvidence = {
  hits: {...evidence.hits, nullable: true},
  pairs: {...evidence.pairs, nullable: true},
  expected: {...evidence.expected, nullable: true},
  lift: evidence.lift,
  z: {...evidence.z, nullable: true},
  p: {...evidence.p, nullable: true},
  q: {...evidence.q, nullable: true}
} as const satisfies Record<string, Column>;

const trigger = {
  trigger: {
    type: "string",
    nullable: true,
    doc: "the attribute of the failing query whose cluster is farthest above chance: Eq. 6, corrected for base rates"
  },
  cluster: {...cluster, nullable: true, doc: "cluster nearest to the trigger (Eq. 5)"}
} as const satisfies Record<string, Column>;

const strength = {
  strength: {
    type: "string",
    category: true,
    nullable: true,
    doc: `${strengths.join(" | ")}: whether the trigger beats chance, and by how much; null when nothing was traced`
  }
} as const satisfies Record<string, Column>;

const candidates = {
  candidates: {
    type: "int32",
    nullable: true,
    doc:
      "candidates retrieved (Eq. 3): k, or fewer if the corpus has fewer similar to the crux; null when nothing was " +
      "traced"
  }
} as const satisfies Record<string, Column>;

const share = {
  retrieved: {type: "int32", doc: "distinct retrieved pairs of this chunk"},
  n: {type: "int32", doc: "distinct retrieved pairs of all chunks"},
  share: {type: "float64", doc: "retrieved / n"},
  low: {type: "float64", doc: "lower end of its 95% Wilson interval"},
  high: {type: "float64", doc: "upper end of its 95% Wilson interval"},
  base: {type: "float64", doc: "the chunk's share of the whole corpus"},
  lift: {type: "float64", nullable: true, doc: "share / base"}
} as const satisfies Record<string, Column>;

/** The tables of traces (TURF, paper section 4). */
export const turfTables = {
  traces: {
    doc: "One row per traced exchange: the paper's answer and how strong it is. The evidence is that of the best crux.",
    columns: {
      id: {type: "int32", doc: "row number from 0; the key of cruxes, hits, chunks, examples and trace_texts"},
      finding: {
        type: "string",
        nullable: true,
        doc: "id in findings; null for a pasted exchange and for a candidate that is not a finding"
      },
      made_by: {
        type: "string",
        category: true,
        doc: "step: the study's step turf; command: surfturf trace, whose traces stay when the study is run again"
      },
      rubric: {type: "string", category: true, doc: "rubric that the cruxes were chosen under"},
      model: {type: "string", category: true, nullable: true, doc: "model that answered; null when unknown"},
      index: {type: "string", category: true, doc: "index that was searched"},
      polarity: {type: "string", category: true, doc: "violate | satisfy: which side of the rubric is traced"},
      status: {type: "string", category: true, doc: "traced | untraced"},
      reason: {type: "string", nullable: true, doc: "why it is untraced, or what a reader must know; null otherwise"},
      chooser: {
        type: "string",
        category: true,
        doc: "what chose the cruxes: provider:model, or local (rarity and rubric words)"
      },
      query: {type: "string", doc: "cut to 300 characters; full text in trace_texts"},
      crux: {
        type: "string",
        nullable: true,
        doc: "the response attribute whose trigger is farthest above chance"
      },
      ...trigger,
      summary: {type: "string", nullable: true, doc: "summary of the trigger's cluster"},
      ...optionalEvidence,
      literal_trigger: {
        type: "string",
        nullable: true,
        doc: "literal Eq. 6: the attribute with the most hits, regardless of chance"
      },
      literal_hits: {type: "int32", nullable: true, doc: "its hits"},
      literal_expected: {type: "float64", nullable: true, doc: "its hits expected by chance"},
      k: {type: "int32", doc: "maximum candidates retrieved per crux (Eq. 3)"},
      ...candidates,
      ...strength,
      lacks: {
        type: "string",
        nullable: true,
        doc:
          "if the trigger does not explain most of what was retrieved: summary of the cluster that does (half of " +
          "the candidates, twice chance) and in which the failing query has no attribute"
      },
      source: {
        ...source,
        nullable: true,
        doc: "chunk whose share of the retrieved pairs is highest relative to its base share"
      },
      source_share: {type: "float64", nullable: true, doc: "its share of the distinct retrieved pairs"},
      source_base: {type: "float64", nullable: true, doc: "its share of the corpus"},
      sentence: {type: "string", doc: "the answer in words: When the model sees [trigger], it [crux] ..."}
    }
  },
  cruxes: {
    doc:
      "One row per attribute of the failing response, written by the blind first judge, with the second judge's " +
      "choice.",
    columns: {
      trace,
      slot: {type: "int32", doc: "position in the first judge's list, from 0"},
      attribute: {type: "string", doc: 'the sentence, "The response ..."'},
      chosen: {type: "int32", nullable: true, doc: "rank among the chosen, from 1; null when not chosen"},
      set_aside: {
        type: "string",
        nullable: true,
        doc: "why a choice was set aside: most responses of the corpus share it (style guard); null otherwise"
      },
      commonness: {type: "float64", nullable: true, doc: "share of the corpus's responses that have such an attribute"},
      ...candidates,
      ...trigger,
      ...optionalEvidence,
      ...strength
    }
  },
  hits: {
    doc: "One row per trace, crux and cluster: clusters of the failing query, and runners-up that it does not have.",
    columns: {
      trace,
      crux,
      cluster,
      rank: {type: "int32", doc: "from 1, by z"},
      attribute: {
        type: "string",
        nullable: true,
        doc: "the failing query's attribute in the cluster; null when it has none"
      },
      summary: {type: "string", doc: "the cluster's summary"},
      ...evidence
    }
  },
  chunks: {
    doc: "One row per trace, crux and chunk of the corpus: where the retrieved pairs come from.",
    columns: {
      trace,
      crux,
      source,
      ...share,
      in_cluster: {type: "int32", doc: "of the retrieved pairs of this chunk, the ones with the trigger's cluster"}
    }
  },
  clusters: {
    doc: "One row per cluster among the hits of any trace.",
    columns: {
      id: cluster,
      index: {type: "string", category: true, doc: "index that it belongs to"},
      summary: {type: "string", doc: 'one sentence, "The query ..."'},
      size: {type: "int32", doc: "distinct attributes in it"},
      pairs: {type: "int32", doc: "training pairs whose query has one of them"},
      base: {type: "float64", doc: "pairs / all pairs of the corpus"},
      top_attributes: {type: "string[]", doc: "the attributes nearest to its centroid, nearest first"}
    }
  },
  examples: {
    doc: "Retrieved training pairs of each trace and crux, most similar first. Texts are in example_texts, by `text`.",
    columns: {
      trace,
      crux,
      rank: {type: "int32", doc: "from 1, by cosine of the matching attribute to the crux"},
      text: {type: "int32", doc: "row of example_texts"},
      pair: {type: "int32", doc: "training pair: its row in the index, from 0"},
      source,
      similarity: {type: "float64", doc: "cosine of the matching attribute to the crux"},
      attribute: {type: "string", doc: "the matching response attribute"},
      in_cluster: {type: "boolean", doc: "its query has the trigger's cluster: it is a hit"},
      query_attributes: {type: "string[]", doc: "attributes of its query, those of the trigger's cluster first"},
      query_clusters: {type: "int32[]", doc: "cluster of each of these"}
    }
  },
  example_texts: {
    doc: "The training pairs that examples refers to, each once. Training data: hostile text.",
    columns: {
      id: {type: "int32", doc: "row number from 0"},
      query: {type: "string", doc: "the user's turn"},
      response: {type: "string", doc: "the assistant's turn"},
      file: {type: "string", category: true, doc: "file of the corpus"},
      line: {type: "int32", doc: "its row in that file, from 1"}
    }
  },
  trace_texts: {
    doc: "The full traced exchanges, one row per row of traces. Model output: hostile text.",
    columns: {
      id: {type: "int32", doc: "row of traces"},
      query: {type: "string", doc: "the failing query"},
      response: {type: "string", doc: "the response that was traced"},
      query_attributes: {type: "string[]", doc: "the query's attributes (Eq. 5)"},
      query_clusters: {type: "int32[]", doc: "the nearest cluster of each"}
    }
  }
} as const satisfies Record<string, TableSchema>;
