import type {ModelReply} from "../model/model.js";
import type {ExtractReason} from "./extractor.js";

/** Why an answer is not even read; null when it can be. One that was cut off lacks what comes last: it is not used. */
export function unusableReason(reply: ModelReply | null): ExtractReason | null {
  if (reply === null || reply.stop.unified === "other") return "failed";
  if (reply.stop.unified === "refusal") return "refused";
  if (reply.stop.unified === "length") return "truncated";
  return reply.text.trim() === "" ? "empty" : null;
}
