import {marksFile, readMarkLines} from "../shared/marks.js";
import {marksRoute, marksType} from "../shared/workbench.js";
import type {MarkPlace} from "./browserMarks.js";

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
