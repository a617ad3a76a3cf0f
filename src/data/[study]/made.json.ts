import {printMade} from "../../../loaders/site/print.js";

await printMade();
