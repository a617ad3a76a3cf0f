import {printFirstCandidates} from "../../../loaders/site/print.js";

await printFirstCandidates();
