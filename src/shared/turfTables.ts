import {cluster, source, type Column, type TableSchema} from "./columns.js";

/** How far a trigger stands out, in words; the bounds stand in loaders/turf/trace/strength.ts. */
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
  expected: {type: "float64", doc: "hits that as many candidates drawn at random would have: the cluster's base rate"},
  lift: {type: "float64", nullable: true, doc: "hits / expected; null when nothing was expected"},
  z: {
    type: "float64",
    doc: "how far these pairs stand above chance, about in standard deviations: signed root of the likelihood ratio"
  },
  p: {
    type: "float64",
    doc: "chance of so many distinct pairs or more, were the pairs drawn from the corpus without regard to the cluster"
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
    doc: "the attribute of the failing query whose cluster stands farthest above chance: Eq. 6, base rates taken out"
  },
  cluster: {...cluster, nullable: true, doc: "cluster that the trigger is nearest to (Eq. 5)"}
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
      "candidates that were retrieved (Eq. 3): k, or fewer where the corpus has fewer like the crux; null when " +
      "nothing was traced"
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
    doc: "One row a traced exchange: the paper's answer and what it is worth. Evidence is that of the best crux.",
    columns: {
      id: {type: "int32", doc: "row number from 0; the key of cruxes, hits, chunks, examples and trace_texts"},
      finding: {
        type: "string",
        nullable: true,
        doc: "id in findings; null for a pasted exchange, and for a candidate that is no finding"
      },
      made_by: {
        type: "string",
        category: true,
        doc: "step: the study's step turf; command: surfturf trace, whose traces stay when the study is run again"
      },
      rubric: {type: "string", category: true, doc: "rubric that the cruxes were chosen under"},
      model: {type: "string", category: true, nullable: true, doc: "model that answered; null when not known"},
      index: {type: "string", category: true, doc: "index that was searched"},
      polarity: {type: "string", category: true, doc: "violate | satisfy: which side of the rubric is traced"},
      status: {type: "string", category: true, doc: "traced | untraced"},
      reason: {type: "string", nullable: true, doc: "why it is untraced, or what a reader must know; null otherwise"},
      chooser: {
        type: "string",
        category: true,
        doc: "what chose the cruxes: provider:model, or local (rarity and rubric words)"
      },
      query: {type: "string", doc: "cut to 300 characters; whole in trace_texts"},
      crux: {
        type: "string",
        nullable: true,
        doc: "the response attribute whose trigger stands farthest above chance"
      },
      ...trigger,
      summary: {type: "string", nullable: true, doc: "summary of the trigger's cluster"},
      ...optionalEvidence,
      literal_trigger: {
        type: "string",
        nullable: true,
        doc: "Eq. 6 to the letter: the attribute with the most hits, whatever chance would give"
      },
      literal_hits: {type: "int32", nullable: true, doc: "its hits"},
      literal_expected: {type: "float64", nullable: true, doc: "hits that chance would give it"},
      k: {type: "int32", doc: "candidates retrieved a crux, at most (Eq. 3)"},
      ...candidates,
      ...strength,
      lacks: {
        type: "string",
        nullable: true,
        doc:
          "where the trigger does not explain most of what was retrieved: summary of the cluster that does (half of " +
          "the candidates, twice chance) and that the failing query has no attribute in"
      },
      source: {
        ...source,
        nullable: true,
        doc: "chunk with the highest share of the retrieved pairs over its base share"
      },
      source_share: {type: "float64", nullable: true, doc: "its share of the distinct retrieved pairs"},
      source_base: {type: "float64", nullable: true, doc: "its share of the corpus"},
      sentence: {type: "string", doc: "the answer in words: When the model sees [trigger], it [crux] ..."}
    }
  },
  cruxes: {
    doc:
      "One row an attribute of the failing response, as the blind first judge wrote it, and what the second made of " +
      "it.",
    columns: {
      trace,
      slot: {type: "int32", doc: "place in the first judge's list, from 0"},
      attribute: {type: "string", doc: 'the sentence, "The response ..."'},
      chosen: {type: "int32", nullable: true, doc: "place among the chosen, from 1; null when not chosen"},
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
    doc: "One row a trace, crux and cluster: those of the failing query, and runners-up that it does not have.",
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
    doc: "One row a trace, crux and chunk of the corpus: where the retrieved pairs come from.",
    columns: {
      trace,
      crux,
      source,
      ...share,
      in_cluster: {type: "int32", doc: "of the retrieved pairs of this chunk, those with the trigger's cluster"}
    }
  },
  clusters: {
    doc: "One row a cluster that some trace has among its hits.",
    columns: {
      id: cluster,
      index: {type: "string", category: true, doc: "index it belongs to"},
      summary: {type: "string", doc: 'one sentence, "The query ..."'},
      size: {type: "int32", doc: "distinct attributes in it"},
      pairs: {type: "int32", doc: "training pairs whose query has one of them"},
      base: {type: "float64", doc: "pairs / all pairs of the corpus"},
      top_attributes: {type: "string[]", doc: "the attributes nearest to its centroid, nearest first"}
    }
  },
  examples: {
    doc: "Retrieved training pairs of each trace and crux, most alike first. Texts stand in example_texts by `text`.",
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
    doc: "The training pairs that examples name, each once. Training data: hostile text.",
    columns: {
      id: {type: "int32", doc: "row number from 0"},
      query: {type: "string", doc: "the user's turn"},
      response: {type: "string", doc: "the assistant's turn"},
      file: {type: "string", category: true, doc: "file of the corpus"},
      line: {type: "int32", doc: "its row there, from 1"}
    }
  },
  trace_texts: {
    doc: "The traced exchanges, whole, a row each of traces. Model output: hostile text.",
    columns: {
      id: {type: "int32", doc: "row of traces"},
      query: {type: "string", doc: "the failing query"},
      response: {type: "string", doc: "the response that was traced"},
      query_attributes: {type: "string[]", doc: "the query's attributes (Eq. 5)"},
      query_clusters: {type: "int32[]", doc: "the nearest cluster of each"}
    }
  }
} as const satisfies Record<string, TableSchema>;
