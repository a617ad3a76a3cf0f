import {codeRows} from "../vectors/codes.js";
import {boundsPath, bytesOfRow, codesPath} from "../vectors/vector-file.js";
import {PlacedWriter} from "./placed-file.js";

/** A part of the vectors of a side with their codes, from a row on. */
export class PlacedVectors {
  readonly #files: [rows: PlacedWriter, codes: PlacedWriter, bounds: PlacedWriter];

  constructor(
    path: string,
    private readonly dimension: number,
    row: number
  ) {
    const [rows, codes, bounds] = bytesOfRow(dimension);
    this.#files = [
      new PlacedWriter(path, row * rows),
      new PlacedWriter(codesPath(path), row * codes),
      new PlacedWriter(boundsPath(path), row * bounds)
    ];
  }

  add(rows: Float32Array): void {
    const {codes, bounds} = codeRows(rows, this.dimension);
    [rows, codes, bounds].forEach((values, i) => this.#files[i]!.add(values));
  }

  /** Ends the part, which is on the disk then. */
  close(): void {
    for (const file of this.#files) file.close();
  }
}
