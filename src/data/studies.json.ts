import {printStudies} from "../../loaders/site/print.js";

await printStudies();
