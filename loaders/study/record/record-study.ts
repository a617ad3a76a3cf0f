import {readTextFile} from "../../util/read-text.js";
import {readStudy} from "../file/read-study.js";
import type {Progress} from "../run/progress.js";
import {runStudy} from "../run/run-study.js";
import type {Recorded} from "./record-corpus.js";
import {recordThrough} from "./record-through.js";
import {openSession, type RecordOptions} from "./recording-session.js";

/**
 * Runs a study with a recording as its target. What is recorded is played; what is missing is asked of the model and added,
 * also when the study is stopped: afterwards it runs from the recording alone.
 */
export async function recordStudy(file: string, options: RecordOptions & {progress?: Progress}): Promise<Recorded> {
  const session = await openSession({...parametersIn(file, options.name), ...given(options)});
  try {
    if (session.before === null) await session.save(); // the study is read with it
    const study = readStudy(file, {target: `recorded:${options.name}`});
    const through = await recordThrough(session);
    try {
      const {state, error} = await runStudy(study, {
        ...{signal: options.signal, progress: options.progress, log: options.log},
        wrapTarget: through.wrap,
        alongside: session.recorder
      });
      return {manifest: await session.save(), stopped: state === "stopped" ? (error ?? "stopped") : null};
    } catch (error) {
      await session.save();
      throw error;
    } finally {
      through.close();
    }
  } finally {
    await session.close();
  }
}

/** How the study asks its target, where that is not the recording itself, which is not there yet. */
function parametersIn(file: string, recording: string): Partial<RecordOptions> {
  if (readTextFile(file).includes(`recorded:${recording}`)) return {};
  const {system, temperature, topP: top_p, maxTokens: max_tokens, stop} = readStudy(file).targets[0]!;
  return {system, temperature, top_p, max_tokens, stop: stop ?? []};
}

const given = (options: RecordOptions): RecordOptions =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as unknown as RecordOptions;
