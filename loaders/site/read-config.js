// What Framework's settings are read through (stage/stage.ts).
import {importSource} from "../compiled/import-source.js";

const {siteConfig} = await importSource("observablehq.config.ts");
export {siteConfig};
