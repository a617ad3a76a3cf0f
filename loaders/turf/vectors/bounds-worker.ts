import {serveCalls} from "../../util/thread.js";
import {BoundedAssigner, type BoundedSpec} from "./bounded-assigner.js";
import {openVectors} from "./vector-file.js";
import {rowsOfRange} from "./vector-rows.js";

/** A stretch of the rows of a vector file, assigned in a thread of its own. */
export interface OpenBounds extends Omit<BoundedSpec, "vectors"> {
  path: string;
  from: number;
  to: number;
  assignment: Uint32Array; // shared: of these rows
}

let assigner: BoundedAssigner;
let assignment: Uint32Array;

serveCalls({
  open({path, from, to, assignment: shared, ...spec}: OpenBounds) {
    const vectors = rowsOfRange(openVectors(path), from, to);
    assigner = new BoundedAssigner({...spec, vectors});
    assignment = shared;
  },
  assign: (centroids: Float32Array) => assigner.assign(centroids, assignment)
});
