import {cluster, source, type TableSchema} from "./columns.js";

/** Tables of an index, in data/indexes/<index>/tables. */
export const indexTables = {
  corpus_chunks: {
    doc: "One row per chunk of the corpus.",
    columns: {
      source,
      rows: {type: "int32", doc: "rows read"},
      pairs: {type: "int32", doc: "pairs kept"},
      share: {type: "float64", doc: "share of all pairs kept"},
      query_length: {type: "float64", doc: "median query length in characters"},
      response_length: {type: "float64", doc: "median response length in characters"},
      typical: {type: "string[]", doc: "summaries of the clusters that stand out most in it, most typical first"},
      typical_responses: {type: "string[]", doc: "response attributes that stand out most in it, most typical first"}
    }
  },
  corpus_clusters: {
    doc: "One row per cluster of query attributes.",
    columns: {
      id: cluster,
      summary: {type: "string", doc: 'one sentence, "The query ...", written by a model, or the medoid attribute'},
      size: {type: "int32", doc: "distinct attributes in it"},
      pairs: {type: "int32", doc: "pairs whose query has one of them"},
      base: {type: "float64", doc: "pairs / all pairs: the base rate of its hits"},
      source: {...source, nullable: true, doc: "chunk that most of these pairs come from"},
      purity: {type: "float64", nullable: true, doc: "share of these pairs that come from it"},
      checked: {type: "int32", doc: "held-out members shown to a judge"},
      accepted: {type: "int32", doc: "of these, the ones it accepted for the summary"},
      x: {
        type: "float64",
        doc:
          "position on the 2-D map of the centroids (UMAP; with more than 3,000 or fewer than 40, their first " +
          "principal components), -1 to 1"
      },
      y: {type: "float64", doc: "position on the map"},
      top_attributes: {type: "string[]", doc: "the attributes nearest to its centroid, nearest first"}
    }
  },
  corpus_cluster_chunks: {
    doc: "One row per cluster and chunk with pairs in it.",
    columns: {
      cluster,
      source,
      pairs: {type: "int32", doc: "pairs of the chunk whose query has the cluster"},
      share: {type: "float64", doc: "share of the chunk's pairs"},
      lift: {type: "float64", doc: "share / the cluster's base rate"}
    }
  },
  corpus_phrases: {
    doc: "Words and word pairs that distinguish the chunks, one row per phrase, side and chunk.",
    columns: {
      phrase: {type: "string", doc: "one or two words, in lower case"},
      side: {type: "string", category: true, doc: "query | response"},
      source,
      count: {type: "int32", doc: "pairs of the chunk that have it"},
      total: {type: "int32", doc: "pairs of the corpus that have it"},
      share: {type: "float64", doc: "count / pairs of the chunk"},
      concentration: {type: "float64", doc: "count / total: share of the phrase that is in this chunk"},
      z: {
        type: "float64",
        doc:
          "log-odds against the other chunks with a Dirichlet prior, divided by its standard deviation (Monroe et " +
          "al. 2008)"
      }
    }
  },
  corpus_pairs: {
    doc: "The pairs themselves, for the live phrase lens; empty if the corpus is too large for a browser.",
    columns: {
      id: {type: "int32", doc: "row of the index, from 0"},
      source,
      query: {type: "string", doc: "cut to 2,000 characters"},
      response: {type: "string", doc: "cut to 2,000 characters"}
    }
  },
  corpus_rows: {
    doc: "Every pair as the page Explore selects it, of a corpus of any size. Training data: hostile text.",
    columns: {
      id: {type: "int32", doc: "row of the index, from 0"},
      source,
      query: {type: "string", doc: "cut to 300 characters"},
      response: {type: "string", doc: "cut to 300 characters"},
      query_length: {type: "int32", doc: "characters of the whole query"},
      response_length: {type: "int32", doc: "characters of the whole response"},
      clusters: {type: "int32[]", doc: "clusters of its query's attributes, each once"}
    }
  }
} as const satisfies Record<string, TableSchema>;
