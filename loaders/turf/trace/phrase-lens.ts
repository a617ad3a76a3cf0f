import {Thread} from "../../util/thread.js";
import {UserError} from "../../util/user-error.js";
import {within} from "../../util/within.js";
import {indexFiles} from "../index/files.js";
import {readIndexManifest} from "../index/manifest.js";
import {matcherOf, type PhraseCounts, type PhraseSpec} from "./phrase-scan.js";

/**
 * The phrase lens over all pairs of an index. A pattern runs in a thread of its own: one that backtracks without end is
 * stopped after `limitInMs`. Throws a UserError for that, for a pattern that is none, and where there is no index.
 */
export async function countPhrase(
  index: string,
  phrase: PhraseSpec,
  feature: PhraseSpec | null,
  {limitInMs = 120_000}: {limitInMs?: number} = {}
): Promise<PhraseCounts> {
  if (readIndexManifest(index) === undefined)
    throw new UserError(`no such index: ${index}; make it with: npx surfturf index <corpus> --name ${index}`);
  for (const spec of [phrase, ...(feature === null ? [] : [feature])]) check(spec);
  const thread = new Thread(new URL("./phrase-worker.ts", import.meta.url));
  try {
    const counted = thread.call<PhraseCounts>("scan", {path: indexFiles(index).pairs, phrase, feature});
    const counts = await within(counted, {limitInMs});
    if (counts !== null) return counts;
    throw new UserError(
      `the pattern took longer than ${limitInMs / 1000} s over the corpus: simplify it; nested repetition ` +
        "such as (a+)+ takes forever"
    );
  } finally {
    await thread.close();
  }
}

function check(spec: PhraseSpec): void {
  if (spec.text.trim() === "") throw new UserError("expected a word, a phrase or a pattern, got nothing");
  try {
    matcherOf(spec);
  } catch (cause) {
    throw new UserError(`not a valid pattern: ${(cause as Error).message}`, {}, {cause});
  }
}
