import {printPublished} from "../../../loaders/site/print.js";

printPublished();
