import {describeStudy, listStudies} from "../study/manifest/list.js";
import {ensureStudy} from "../study/run/ensure.js";
import {UserError} from "../util/user-error.js";
import {defineCommand} from "./command.js";
import {between} from "./flags.js";
import {note, print} from "./output.js";

export const reviewCommand = defineCommand("review", (command) =>
  command
    .description("serve a study's blind review on 127.0.0.1; marks are written to the study's file")
    .argument("<study>", "name of a study")
    .option("--port <number>", "port", between(0, 65535), 3000)
    .addHelpText(
      "after",
      "\nMarks are lines of data/marks/<study>.jsonl, or of the file that `marks:` names.\nSee docs/review.md."
    )
    .action(async (study: string, {port}: {port: number}) => {
      if (!listStudies().includes(study))
        throw new UserError(`no such study: there are ${listStudies().join(", ") || "none yet"}`, {file: study});
      await ensureStudy(study);
      const {counts, steps} = describeStudy(study);
      if (counts.scored === 0 && !steps.some(({done, unscored}) => done > unscored))
        throw new UserError("nothing to review: no answer has a score yet; run it first", {file: study});
      const {previewSite} = await import("../site/preview.js"); // loads the site's tools
      const onReady = (address: string): void =>
        print(`Review ${study} at ${address}studies/${encodeURIComponent(study)}/review (Ctrl-C ends it)`);
      process.exitCode = await previewSite({port, log: note, onReady});
    })
);
