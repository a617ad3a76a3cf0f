import {printMarks} from "../../../loaders/site/print.js";

await printMarks();
