import {printPairTable} from "../../../../loaders/site/print-index.js";

await printPairTable();
