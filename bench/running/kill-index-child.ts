import {indexCorpus} from "../../loaders/tracing/index-corpus.js";
import {labIndexSettings} from "../../loaders/tracing/lab-index.js";

/** Makes the index of a corpus, or goes on with it; killed from outside. */
const corpus = JSON.parse(process.argv[2]!) as string;
const settings = {...labIndexSettings, extract: "local", clusters: 20, summaries: "medoid", check: null};
const {pairs} = await indexCorpus(corpus, "kill", {settings});
process.stdout.write(JSON.stringify(pairs));
