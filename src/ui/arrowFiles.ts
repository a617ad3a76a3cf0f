import {tableFromIPC} from "npm:apache-arrow";
import type {ColumnTable} from "./columnTable.js";
import {openSamples, type Samples, type SampleTables} from "../probes/samples.js";
import {rowsOfTable} from "./studyData.js";

/** A file of the site, as `FileAttachment` gives it. */
interface ArrowFile {
  arrayBuffer(): Promise<ArrayBuffer>;
}

/** An Arrow file as a table, for pages that can do without a query engine: starting one takes seconds. */
export const readArrow = async (file: ArrowFile): Promise<ColumnTable> => tableFromIPC(await file.arrayBuffer());

/** All rows of a small Arrow file, as plain objects. */
export const readRows = async <T>(file: ArrowFile): Promise<T[]> => rowsOfTable<T>(await readArrow(file));

/** The samples of a study, from its files. */
export async function readSamples(
  files: Pick<SampleTables, "prompts"> & {samples: ArrowFile; measurements: ArrowFile}
): Promise<Samples> {
  const [samples, measurements] = await Promise.all([readArrow(files.samples), readArrow(files.measurements)]);
  return openSamples({samples, measurements, prompts: files.prompts});
}
