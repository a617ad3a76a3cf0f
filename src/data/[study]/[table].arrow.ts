import {printArrow} from "../../../loaders/site/print.js";

await printArrow();
