import {meaningsJson} from "../../loaders/site/meanings.js";

process.stdout.write(await meaningsJson());
