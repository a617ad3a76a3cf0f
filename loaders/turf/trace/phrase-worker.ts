import {serveCalls} from "../../util/thread.js";
import type {StoredPair} from "../index/files.js";
import {LineStore} from "../index/line-store.js";
import {scanPhrase, type PhraseSpec} from "./phrase-scan.js";

/** A thread for patterns of a user: one that never ends can be stopped. */
serveCalls({
  scan({path, phrase, feature}: {path: string; phrase: PhraseSpec; feature: PhraseSpec | null}) {
    const pairs = new LineStore<StoredPair>(path);
    try {
      return scanPhrase(pairs.all(), phrase, feature);
    } finally {
      pairs.close();
    }
  }
});
