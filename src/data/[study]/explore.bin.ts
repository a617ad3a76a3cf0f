import {printExploreTable} from "../../../loaders/site/print.js";

await printExploreTable();
