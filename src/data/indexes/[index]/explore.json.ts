import {printPairSummary} from "../../../../loaders/site/print-index.js";

await printPairSummary();
