import type {CodedTable} from "../shared/explore/codedTable.js";
import {decodeTable} from "../shared/explore/tableFile.js";
import type {ArrowFile} from "../ui/arrowFiles.js";

/** Reads `explore.bin`, the coded candidates of a study. Rejects if it can't be fetched, or another version wrote it. */
export async function readCodedTable(file: ArrowFile): Promise<CodedTable> {
  const packed = new Blob([await file.arrayBuffer()]);
  const unpacked = packed.stream().pipeThrough(new DecompressionStream("gzip"));
  return decodeTable(await new Response(unpacked).arrayBuffer());
}
