import {printIndexParquet} from "../../../../loaders/site/print-index.js";

await printIndexParquet();
