import {relative} from "node:path";
import {pathToFileURL} from "node:url";
import {createRequire} from "node:module";
import {findingTemplate} from "./src/shared/findingPath.js";
import type {StudyManifest} from "./src/shared/manifest.js";
import {commonPages, indexPages, type SitePage, type StudyPage} from "./src/shared/pages.js";
import {paperItems} from "./src/shared/paper.js";
import {hasCaseStudy} from "./loaders/site/case-study.js";
import {chartNames} from "./loaders/site/chart-names.js";
import {listedPages} from "./loaders/site/listed-pages.js";
import {pageModels} from "./loaders/site/page-models.js";
import {allStudyPages, otherPages, ownNotebooks} from "./loaders/site/stage/own-pages.js";
import {isClone, stageFolder} from "./loaders/site/stage/places.js";
import {shownStudies} from "./loaders/study/manifest/list.js";
import {listIndexes, readIndexManifest} from "./loaders/turf/index/manifest.js";
import {workspaceFolder} from "./loaders/util/paths.js";

/** A report: the pages of one study, built from a source folder of their own (loaders/site/report/). */
interface ReportSite {
  root: string;
  pages: string[]; // by path
}

const wave = '<path d="M1 10q3.5-7 7 0t7 0" fill="none" stroke="#3b5fc0" stroke-width="2.5"/>';
const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16">${wave}</svg>`;
const typescript = pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;

/**
 * Framework's settings, of the studies, indexes and pages that are there now: nothing is listed by hand. Nothing is
 * loaded from another host. Framework works in the workspace; the sources are staged there (loaders/site/stage/).
 */
export async function siteConfig() {
  const report = process.env.SURFTURF_REPORT ? (JSON.parse(process.env.SURFTURF_REPORT) as ReportSite) : null;
  const pages = allStudyPages().filter(({path}) => report === null || report.pages.includes(path));
  const studies = shownStudies();
  return {
    root: report?.root ?? relative(workspaceFolder(), stageFolder()),
    output: process.env.SURFTURF_OUTPUT ?? "dist",
    title: "surfturf",
    style: "style.css",
    head: ({path}: {path: string}) => commonHead(report) + pageModels(path),
    globalStylesheets: [],
    search: false,
    toc: false,
    pager: false,
    footer: 'A flag is one judged sample; a confirmed finding was sampled again. <a href="/glossary">Glossary</a>',
    interpreters: {...unusedInterpreters, ".ts": [process.execPath, "--import", typescript]},
    duckdb: {extensions: {json: null, parquet: null}},
    dynamicPaths: dynamicPaths(studies, pages),
    pages: [
      ...(await Promise.all(studies.map((study) => studySection(study, pages, studies.length === 1)))),
      ...(report === null ? around() : []),
      ...common(report)
    ]
  };
}

/** Data loaders are scripts of Node, Python, R or a shell: each further extension costs a search of folders a page. */
const unusedInterpreters = {".exe": null, ".go": null, ".java": null, ".jl": null, ".php": null, ".rs": null};

/** What the head of every page has. */
const commonHead = (report: ReportSite | null): string =>
  `<link rel="icon" href="data:image/svg+xml,${encodeURIComponent(icon)}">${pagesHere(report)}<script>${chartNames}</script>`;

/** Says which pages of the study a report has: links to others are left out. */
const pagesHere = (report: ReportSite | null): string =>
  report === null
    ? ""
    : `<meta name="surfturf-pages" content="${report.pages.map((path) => path || "index").join(" ")}">`;

function dynamicPaths(studies: readonly StudyManifest[], pages: readonly StudyPage[]): string[] {
  const names = studies.map(({name}) => name);
  const hasFindings = pages.some(({path}) => path === "findings");
  return [
    ...names.flatMap((name) => pages.map(({path}) => `/studies/${name}/${path || "index"}`)),
    ...listIndexes().flatMap((name) => indexPages.map(({path}) => `/indexes/${name}/${path || "index"}`)),
    ...(hasFindings ? names.map((name) => `/studies/${name}/findings/${findingTemplate}`) : []) // see finding-pages.ts
  ];
}

/** The pages of a study in the sidebar: those without anything to show are there, but not listed. */
async function studySection(study: StudyManifest, pages: readonly StudyPage[], open: boolean) {
  const listed = await listedPages(study);
  return {
    name: study.title,
    open,
    collapsible: true,
    pages: pages.filter(({path}) => listed.includes(path)).map((page) => at(`/studies/${study.name}/`, page))
  };
}

/** Pages of an index in the sidebar: of one that is not finished, those that have something to show. */
function indexItems() {
  return listIndexes().flatMap((index) => {
    const isFinished = readIndexManifest(index)?.state === "finished";
    const pages = indexPages.filter(({finished = false}) => !finished || isFinished);
    return pages.map(({name, path}) => ({
      name: path === "" ? index : `${index}: ${name.toLowerCase()}`,
      path: `/indexes/${index}/${path}`
    }));
  });
}

/** The pages that no report has. */
function around() {
  const [notebooks, others] = [ownNotebooks(), otherPages()];
  return [
    {
      name: "Corpora",
      open: true,
      collapsible: true,
      pages: [{name: "All corpora", path: "/indexes/"}, ...indexItems()]
    },
    {
      name: "The paper",
      open: false,
      collapsible: true,
      pages: [
        {name: "All figures and tables", path: "/paper/"},
        ...paperItems.map(({path, item}) => ({name: item, path: `/paper/${path}`}))
      ]
    },
    ...(notebooks.length === 0 ? [] : [{name: "Notebooks", pages: notebooks.map((page) => at("/notebooks/", page))}]),
    ...(others.length === 0 ? [] : [{name: "Pages", pages: others.map((page) => at("/", page))}])
  ];
}

function common(report: ReportSite | null) {
  const hasPage = (path: string): boolean => path !== "case-study" || isClone() || hasCaseStudy();
  return commonPages
    .filter(({path, inReports = false}) => (report === null ? hasPage(path) : inReports))
    .map((page) => at("/", page));
}

const at = (folder: string, {name, path}: SitePage): SitePage => ({name, path: `${folder}${path}`});
