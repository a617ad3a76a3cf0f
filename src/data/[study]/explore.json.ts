import {printExploreSummary} from "../../../loaders/site/print.js";

await printExploreSummary();
