import {caseStudyJson} from "../../loaders/site/case-study.js";

process.stdout.write(await caseStudyJson());
