import {printMarks} from "../../../loaders/site/print-marks.js";

await printMarks();
