import {serveCalls} from "../../util/thread.js";

/** A thread for patterns of a user: one that never ends can be stopped. */
serveCalls({
  test({patterns, texts}: {patterns: string[]; texts: string[]}): boolean[] {
    const all = patterns.map((pattern) => new RegExp(pattern, "iu"));
    return texts.map((text) => all.some((pattern) => pattern.test(text)));
  },
  replace({patterns, texts, by}: {patterns: string[]; texts: string[]; by: string}): string[] {
    const all = patterns.map((pattern) => new RegExp(pattern, "giu"));
    return texts.map((text) => all.reduce((rest, pattern) => rest.replaceAll(pattern, () => by), text));
  }
});
