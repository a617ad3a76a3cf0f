/** What an index in shards took, beside one of the same corpus in one process. */
export interface ShardsMeasure {
  pairs: number;
  queries: number; // distinct attributes
  responses: number;
  shards: number;
  clusters: number;
  dimension: number;
  cpuSeconds: Record<string, number>; // of all units of a kind
  wholeCpuSeconds: number; // of the index in one process, without embeddings
  embedCpuSeconds: number; // of the units that embed, which is the same in one process
  different: string[]; // files that are not the same to the last byte
  sample: {clusters: number; rounds: number; inertia: number; whole: number}; // with too many rows for one unit
}
