import type {Purpose} from "../../../src/shared/schema.js";

/**
 * A test that an investigation asks for: one query asked to have all of a set of attributes. The set is tested as a
 * group, since an outcome says only whether the whole query failed. A background of other attributes, drawn at random,
 * averages over the company in which a region has to fail.
 */
export interface GroupTest {
  attributes: readonly number[];
  withBackground: boolean;
  purpose: Purpose;
  without?: readonly number[]; // attributes that a prompt of a corpus may not have
}

/** The same test several times: each is a fresh query. */
export const repeatTest = (count: number, test: GroupTest): GroupTest[] => Array.from({length: count}, () => test);
