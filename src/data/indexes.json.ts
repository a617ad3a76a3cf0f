import {printIndexes} from "../../loaders/site/print-index.js";

printIndexes();
