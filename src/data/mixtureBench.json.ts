import {existsSync, readFileSync} from "node:fs";
import {join} from "node:path";
import {projectFolder} from "../../loaders/util/paths.js";

/** What `npm run bench -- mixture` measured last; null before it ran. */
const file = join(projectFolder, "data", "bench", "mixture.json");
process.stdout.write(existsSync(file) ? readFileSync(file, "utf8") : "null");
