import {printMeasured} from "../../../loaders/site/print.js";

await printMeasured();
