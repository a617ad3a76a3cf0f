import {printRescores} from "../../../loaders/site/print-rescores.js";

printRescores();
