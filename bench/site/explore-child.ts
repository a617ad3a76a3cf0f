import {plantMadeUp} from "../../src/testing/made-up-study.js";

/** Writes the tables of a made-up study with as many candidates as the JSON says, alone in this process. */
const {candidates, study} = JSON.parse(process.argv[2]!) as {candidates: number; study: string};

await plantMadeUp(study, candidates);
process.stdout.write("{}");
