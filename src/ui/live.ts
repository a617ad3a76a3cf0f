import type {LiveStudy} from "../shared/live.js";
import type {StudyManifest} from "../shared/manifest.js";
import {liveRoute} from "../shared/workbench.js";
import {hasWorkbench} from "./workbenchHere.js";

const everyInMs = 2000;

/**
 * Tells what a running study does, every two seconds until it ends or the result is called. Nothing is told where no
 * preview knows it, or of a study that does not run.
 */
export function watchLive(
  {name, state}: Pick<StudyManifest, "name" | "state">,
  tell: (live: LiveStudy) => void
): () => void {
  let isStopped = state !== "running" || !hasWorkbench();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const look = async (): Promise<void> => {
    const live = await askLive(name);
    if (isStopped) return;
    if (live !== null) tell(live);
    if (live === null || live.state === "running") timer = setTimeout(() => void look(), everyInMs);
  };
  if (!isStopped) void look();
  return () => {
    isStopped = true;
    clearTimeout(timer);
  };
}

/** What the preview says; null while it does not answer, as when it starts again. */
async function askLive(study: string): Promise<LiveStudy | null> {
  try {
    const answer = await fetch(liveRoute + encodeURIComponent(study));
    return answer.ok ? ((await answer.json()) as LiveStudy) : null;
  } catch {
    return null;
  }
}
