import type {StudyManifest} from "../shared/manifest.js";
import {Empty} from "../ui/explain.js";

/** In place of a study's candidates, where it has none. */
export const NoCandidates = ({state, steps}: Pick<StudyManifest, "state" | "steps">): HTMLElement =>
  Empty(
    state === "finished" && !steps.some(({name}) => name === "surf")
      ? "This study has no search, so it has no candidates."
      : "No candidates yet."
  );
