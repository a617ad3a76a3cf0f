import {maybeJson, maybeJsonObject} from "../pairs/lenient-json.js";
import {firstProblem} from "../../util/first-problem.js";
import {readTextFile} from "../../util/read-text.js";
import {UserError} from "../../util/user-error.js";
import {headerSpec, sampleSpec, type LogHeader, type LogSample} from "./log-spec.js";
import {Zip} from "./zip.js";

/** A sample of a log, or why it can't be read. */
export type ReadSample = {name: string} & ({sample: LogSample} | {problem: string});

/** An Inspect log that is open: its header, and its samples one at a time. */
export interface InspectLog {
  path: string;
  header: LogHeader;
  isWhole: boolean; // false: the run was cut off before its header was written
  count: number; // samples that it holds
  samples(): AsyncGenerator<ReadSample>;
}

/** Does something with a log, and closes it. Throws a UserError when the file is no log that can be read. */
export async function withLog<T>(path: string, act: (log: InspectLog) => Promise<T>): Promise<T> {
  if (path.endsWith(".json")) return act(fromJson(path));
  const zip = await Zip.open(path);
  try {
    return await act(await fromZip(path, zip));
  } finally {
    zip.close();
  }
}

const headerName = "header.json";
const startName = "_journal/start.json"; // of a run that is under way, or was cut off

async function fromZip(path: string, zip: Zip): Promise<InspectLog> {
  const name = [headerName, startName].find(zip.has);
  if (name === undefined) throw new UserError(`no Inspect log: a zip file without ${headerName}`, {file: path});
  const text = await zip.read(name).catch((error: Error) => {
    throw new UserError(`${name} can't be read: ${error.message}`, {file: path});
  });
  const names = zip.names().filter((each) => /^samples\/.+\.json$/.test(each));
  names.sort(new Intl.Collator("en", {numeric: true}).compare);
  return {
    path,
    header: parseHeader(text, path),
    isWhole: name === headerName,
    count: names.length,
    async *samples() {
      for (const each of names) {
        const result = await zip.read(each).then(
          (json) => parseSample(maybeJson(json)),
          (error: Error) => ({problem: error.message})
        );
        yield {name: each, ...result};
      }
    }
  };
}

function parseHeader(text: string, path: string): LogHeader {
  const json = maybeJsonObject(text);
  if (json === undefined) throw new UserError("the header of the log is not JSON", {file: path});
  const header = headerSpec.safeParse(json);
  if (header.success) return header.data;
  throw new UserError(`not the header of an Inspect log: ${firstProblem(header.error, "header")}`, {file: path});
}

function parseSample(json: unknown): {sample: LogSample} | {problem: string} {
  if (json === undefined) return {problem: "not JSON"};
  const sample = sampleSpec.safeParse(json);
  return sample.success ? {sample: sample.data} : {problem: firstProblem(sample.error, "sample")};
}

/** A log in one JSON file, which Inspect also writes. It is read whole. */
function fromJson(path: string): InspectLog {
  const text = readTextFile(path);
  const header = parseHeader(text, path);
  const {samples} = header;
  const list: unknown[] = Array.isArray(samples) ? samples : [];
  return {
    path,
    header,
    isWhole: true,
    count: list.length,
    async *samples() {
      for (const [i, sample] of list.entries())
        yield await Promise.resolve({name: `sample ${i + 1}`, ...parseSample(sample)});
    }
  };
}
