import type {Rule} from "../../util/rule.js";

/** A yes/no predicate on training pairs, in its normal form: plain data, part of the fingerprint of a study. */
export interface DetectorSettings {
  name: string;
  by: {rule: Rule} | {ask: string; batch: number}; // batch: pairs that the model is asked about at once
  labelled: string | null; // path of pairs with labels
  precision: number | null; // share that the lower end of its interval has to reach; null: none
}
