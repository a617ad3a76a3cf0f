import {printManifest} from "../../../loaders/site/print.js";

await printManifest();
