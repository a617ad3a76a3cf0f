import {readStudy} from "../../loaders/study/file/read-study.js";
import {runStudy} from "../../loaders/study/run/run-study.js";

/** Runs the study whose file is given as JSON, or resumes it; killed from outside. */
const {counts} = await runStudy(readStudy(JSON.parse(process.argv[2]!) as string), {publishEveryInMs: 20});
process.stdout.write(JSON.stringify(counts));
