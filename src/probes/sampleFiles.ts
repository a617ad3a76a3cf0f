import {readArrow, type ArrowFile} from "../ui/arrowFiles.js";
import {openSamples, type Samples, type SampleTables} from "./samples.js";

/** The samples of a study, from its files. */
export async function readSamples(
  files: Pick<SampleTables, "prompts"> & {samples: ArrowFile; measurements: ArrowFile}
): Promise<Samples> {
  const [samples, measurements] = await Promise.all([readArrow(files.samples), readArrow(files.measurements)]);
  return openSamples({samples, measurements, prompts: files.prompts});
}
