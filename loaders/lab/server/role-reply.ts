import type {ModelReply} from "../../model/model.js";

/** A reply, and the stop sequence that ended it. */
export interface RoleReply extends ModelReply {
  sequence: string | null;
}
