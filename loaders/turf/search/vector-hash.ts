import {createHash} from "node:crypto";

/** The same for vectors with the same bits alone. */
export const vectorHash = ({buffer, byteOffset, byteLength}: Float32Array): string =>
  createHash("sha256")
    .update(new Uint8Array(buffer, byteOffset, byteLength))
    .digest("hex");
