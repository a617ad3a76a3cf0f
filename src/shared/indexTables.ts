import {cluster, source, type TableSchema} from "./columns.js";

/** Tables of an index, in data/indexes/<index>/tables. */
export const indexTables = {
  corpus_chunks: {
    doc: "Of an index: one row a chunk of the corpus.",
    columns: {
      source,
      rows: {type: "int32", doc: "rows read"},
      pairs: {type: "int32", doc: "pairs kept"},
      share: {type: "float64", doc: "of all pairs kept"},
      query_length: {type: "float64", doc: "median characters of a query"},
      response_length: {type: "float64", doc: "median characters of a response"},
      typical: {type: "string[]", doc: "summaries of the clusters that stand out most in it, most typical first"},
      typical_responses: {type: "string[]", doc: "response attributes that stand out most in it, most typical first"}
    }
  },
  corpus_clusters: {
    doc: "Of an index: one row a cluster of query attributes.",
    columns: {
      id: cluster,
      summary: {type: "string", doc: 'one sentence, "The query ..."; by a model, or the medoid attribute'},
      size: {type: "int32", doc: "distinct attributes in it"},
      pairs: {type: "int32", doc: "pairs whose query has one of them"},
      base: {type: "float64", doc: "pairs / all pairs: the base rate of its hits"},
      source: {...source, nullable: true, doc: "chunk that most of these pairs come from"},
      purity: {type: "float64", nullable: true, doc: "share of these pairs that come from it"},
      checked: {type: "int32", doc: "held-out members that a judge was asked about"},
      accepted: {type: "int32", doc: "of these, those it accepted for the summary"},
      x: {
        type: "float64",
        doc:
          "place on the 2-D map of the centroids (UMAP; of more than 3,000 or fewer than 40 their first principal " +
          "components), -1 to 1"
      },
      y: {type: "float64", doc: "place on the map"},
      top_attributes: {type: "string[]", doc: "the attributes nearest to its centroid, nearest first"}
    }
  },
  corpus_cluster_chunks: {
    doc: "Of an index: one row a cluster and chunk with pairs in it.",
    columns: {
      cluster,
      source,
      pairs: {type: "int32", doc: "pairs of the chunk whose query has the cluster"},
      share: {type: "float64", doc: "of the chunk's pairs"},
      lift: {type: "float64", doc: "share / the cluster's base rate"}
    }
  },
  corpus_phrases: {
    doc: "Of an index: words and pairs of words that tell its chunks apart, a row a phrase, side and chunk.",
    columns: {
      phrase: {type: "string", doc: "lower case; a word or two"},
      side: {type: "string", category: true, doc: "query | response"},
      source,
      count: {type: "int32", doc: "pairs of the chunk that have it"},
      total: {type: "int32", doc: "pairs of the corpus that have it"},
      share: {type: "float64", doc: "count / pairs of the chunk"},
      concentration: {type: "float64", doc: "count / total: how much of the phrase is this chunk's"},
      z: {
        type: "float64",
        doc:
          "log-odds against the other chunks with a Dirichlet prior, over its standard deviation (Monroe et al. " +
          "2008)"
      }
    }
  },
  corpus_pairs: {
    doc:
      "Of an index: the pairs themselves, for the live phrase lens; empty where the corpus is too large for a " +
      "browser.",
    columns: {
      id: {type: "int32", doc: "row of the index, from 0"},
      source,
      query: {type: "string", doc: "cut to 2,000 characters"},
      response: {type: "string", doc: "cut to 2,000 characters"}
    }
  }
} as const satisfies Record<string, TableSchema>;
