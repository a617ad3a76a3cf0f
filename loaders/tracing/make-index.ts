import {readIndexManifest} from "../turf/index/manifest.js";
import type {MadeIndex} from "../turf/settings.js";
import {publicPath} from "../util/paths.js";
import {UserError} from "../util/user-error.js";
import {indexCorpus} from "./index-corpus.js";

/**
 * Makes the index of a corpus by rules, or resumes it; one that is complete stays as it is. Throws a UserError where an
 * index of that name is there that was made otherwise, which may have cost money.
 */
export async function makeIndex(name: string, {corpus, clusters}: MadeIndex): Promise<void> {
  const known = readIndexManifest(name);
  if (known !== undefined && known.corpus !== "" && !isOf(known, corpus))
    throw new UserError(
      `the index ${name} was made of ${known.corpus} by ${known.extractor}: name another index, or take corpus out`
    );
  await indexCorpus(corpus, name, {
    settings: {
      sampling: {source: null, sample: null, perSource: null, seed: 1},
      ...{extract: "local", embed: "use-lite", dimensions: null, clusters},
      ...{summaries: "medoid", check: null, seed: 42}
    }
  });
}

type Known = NonNullable<ReturnType<typeof readIndexManifest>>;

const isOf = ({corpus, settings}: Known, location: string): boolean =>
  corpus === publicPath(location) && settings.extract === "local" && settings.embed === "use-lite";
