import {printParquet} from "../../../loaders/site/print.js";

await printParquet();
