// Loaded before a program under test (node --import): a disk on which FULL_DISK_BYTES more bytes have room in the folder
// FULL_DISK_FOLDER; then every write there fails as on a full disk.
import {Buffer} from "node:buffer";
import fs from "node:fs";
import {syncBuiltinESMExports} from "node:module";
import {resolve, sep} from "node:path";

const folder = resolve(process.env.FULL_DISK_FOLDER) + sep;
let left = Number(process.env.FULL_DISK_BYTES);
const files = new Map(); // descriptor -> path

const isThere = (file) => (typeof file === "number" ? files.has(file) : resolve(String(file)).startsWith(folder));

function take(file, data, syscall) {
  if (!isThere(file)) return;
  left -= typeof data === "string" ? Buffer.byteLength(data) : data.byteLength;
  if (left >= 0) return;
  throw Object.assign(new Error(`ENOSPC: no space left on device, ${syscall}`), {code: "ENOSPC", errno: -28, syscall});
}

const {openSync, closeSync, writeSync, writeFileSync, appendFileSync} = fs;
fs.openSync = (path, ...rest) => {
  const file = openSync(path, ...rest);
  if (resolve(String(path)).startsWith(folder)) files.set(file, path);
  return file;
};
fs.closeSync = (file) => {
  files.delete(file);
  closeSync(file);
};
fs.writeSync = (file, data, ...rest) => {
  if (!isThere(file)) return writeSync(file, data, ...rest);
  const bytes = Buffer.from(data);
  if (bytes.length > left && left > 0) {
    const part = writeSync(file, bytes.subarray(0, left)); // a disk takes what it can
    left = 0;
    return part;
  }
  take(file, bytes, "write");
  return writeSync(file, data, ...rest);
};
fs.writeFileSync = (file, data, ...rest) => {
  take(file, data, "write");
  writeFileSync(file, data, ...rest);
};
fs.appendFileSync = (file, data, ...rest) => {
  take(file, data, "write");
  appendFileSync(file, data, ...rest);
};
syncBuiltinESMExports();
