import {printIndexArrow} from "../../../../loaders/site/print-index.js";

await printIndexArrow();
