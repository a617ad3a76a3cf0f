import {comparePage} from "../loaders/site/compare-page.js";

process.stdout.write(comparePage());
