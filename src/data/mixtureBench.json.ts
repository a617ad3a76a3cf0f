import {benchJson} from "../../loaders/site/bench-figures.js";

process.stdout.write(benchJson("mixture"));
