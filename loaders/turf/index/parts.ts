import type {BatchLog} from "../../store/batch-log.js";
import type {Model} from "../../model/model.js";
import type {Recorder} from "../../store/recorder.js";
import type {IndexManifest, IndexStage} from "../../../src/shared/indexManifest.js";
import type {CorpusNotes, CorpusReport, Pair} from "../../corpus/pairs/pairs.js";
import type {Extractor} from "../extractor.js";
import type {TextEmbedder} from "../embed/embedder.js";
import type {IndexFiles} from "./files.js";

/** Where the pairs of an index come from. */
export interface CorpusSource {
  location: string; // as shown
  origin: IndexManifest["origin"];
  stamp: string; // changes when the corpus does
  read(
    visit: (pair: Pair) => void | Promise<void>,
    options: {signal?: AbortSignal; onProgress?: (rows: number, share: number | null) => void}
  ): Promise<ReadCorpus>;
}

/** What was read of a corpus. */
export type ReadCorpus = Pick<
  CorpusReport,
  "location" | "rows" | "kept" | "duplicates" | "sampledOut" | "skipped" | "sources"
> &
  Partial<CorpusNotes>;

/** An index's settings in their normal form. */
export interface IndexSettings {
  sampling: {source: string | null; sample: number | null; perSource: number | null; seed: number};
  extract: string; // local, or provider:model
  embed: string; // use-lite, provider:model or onnx:path
  dimensions: number | null; // Matryoshka truncation; null: all
  embedBatch?: number; // texts a request to an endpoint
  clusters: number | null; // K; null: by the number of distinct query attributes
  summaries: string; // medoid, or provider:model
  check: string | null; // provider:model; null: no held-out check
  seed: number;
}

/** Opens what a stage needs, when it needs it: a model is not loaded for a stage that is done. */
export interface IndexTools {
  extractor(): Promise<Extractor>;
  embedder(): Promise<TextEmbedder>;
  summariser: Model | null;
  checker: Model | null;
  recorder: Recorder;
  batches: BatchLog;
}

export interface StageProgress {
  stage: IndexStage;
  done: number;
  total: number | null;
  what: string; // "pairs", "attributes" ...
}

/** What every stage works with. */
export interface IndexContext {
  name: string;
  files: IndexFiles;
  corpus: CorpusSource;
  settings: IndexSettings;
  tools: IndexTools;
  manifest: IndexManifest; // a stage writes what it found into it
  signal?: AbortSignal;
  report(progress: Omit<StageProgress, "stage">): void;
}

/** One part of the making of an index. */
export interface Stage {
  name: IndexStage;
  /** What its result depends on beside the stages before it. */
  dependsOn(context: Pick<IndexContext, "corpus" | "settings">): unknown;
  run(context: IndexContext): Promise<void>;
}
