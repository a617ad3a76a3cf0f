import type {Model} from "../../model/model.js";
import type {Keep} from "../../store/kept-results.js";
import type {Recorder} from "../../store/recorder.js";
import type {TextEmbedder} from "../embed/embedder.js";
import type {Extractor} from "../extractor.js";

/** Who writes attributes and who chooses among them. */
export interface TraceTools {
  embedder: TextEmbedder;
  extractor: Extractor; // as the index's: writes the attributes of q and, blind to the rubric, those of r
  judge: Model | null; // the second judge of the crux, who sees the rubric and chooses; null: the local chooser
  recorder: Recorder | null; // needed where there is a judge
  onCall?: (ordinal: number) => void;
  keep: Keep; // of searches of the index, which take long where it is large
}
