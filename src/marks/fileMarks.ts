import {marksFile, readMarkLines} from "../shared/marks.js";
import {marksRoute, marksType, workbenchName} from "../shared/workbench.js";
import type {MarkPlace} from "./browserMarks.js";

/** Whether this page comes from a preview that writes marks to files. It says so itself: a static site is not asked. */
export function hasWorkbench(): boolean {
  const [page] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
  return page?.serverTiming.some(({name}) => name === workbenchName) ?? false;
}

/** The study's file of marks, by way of the preview. Rejects when the preview is gone, or refuses. */
export function fileMarks(study: string): MarkPlace {
  const address = marksRoute + encodeURIComponent(study);
  return {
    async read() {
      const answer = await fetch(address);
      if (!answer.ok) throw new Error((await answer.text()).trim());
      return readMarkLines(await answer.text()).marks;
    },
    async add(marks) {
      const answer = await fetch(address, {
        method: "POST",
        headers: {"Content-Type": marksType},
        body: marksFile(marks)
      });
      if (!answer.ok) throw new Error((await answer.text()).trim());
    }
  };
}
