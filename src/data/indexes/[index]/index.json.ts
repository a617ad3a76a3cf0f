import {printIndexManifest} from "../../../../loaders/site/print-index.js";

printIndexManifest();
