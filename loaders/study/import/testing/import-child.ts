import {importStudy} from "../import.js";

/** Imports two sweeps under one name, in turn, until it is killed from outside. Says when the first is there. */
const [, , name, ...paths] = process.argv as [string, string, string, string, string];
for (let i = 0; ; i++) {
  await importStudy(paths[i % paths.length]!, name, {overwrite: true});
  if (i === 0) process.stdout.write("begun\n");
}
