import {findingTemplate} from "./src/shared/findingPath.js";
import {commonPages, indexPages, notebooks, studyPages} from "./src/shared/pages.js";
import {paperItems} from "./src/shared/paper.js";
import {listedPages} from "./loaders/site/listed-pages.js";
import {chartNames} from "./loaders/site/chart-names.js";
import {pageModels} from "./loaders/site/page-models.js";
import {shownStudies} from "./loaders/study/manifest/list.js";
import {listIndexes, readIndexManifest} from "./loaders/turf/index/manifest.js";

/** A report: the pages of one study, built from a source folder of their own (loaders/site/report/). */
interface ReportSite {
  root: string;
  pages: string[]; // by path
}

const report = process.env.SURFTURF_REPORT ? (JSON.parse(process.env.SURFTURF_REPORT) as ReportSite) : null;
const shownPages = studyPages.filter(({path}) => report === null || report.pages.includes(path));
const studies = shownStudies();
const listed = new Map(
  await Promise.all(studies.map(async (study) => [study.name, await listedPages(study)] as const))
);
const indexes = listIndexes().map((name) => ({name, state: readIndexManifest(name)?.state}));

const wave = '<path d="M1 10q3.5-7 7 0t7 0" fill="none" stroke="#3b5fc0" stroke-width="2.5"/>';
const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16">${wave}</svg>`;

/** Pages of an index in the sidebar: of one that is not finished, those that have something to show. */
const indexItems = indexes.flatMap(({name, state}) =>
  indexPages
    .filter(({finished = false}) => !finished || state === "finished")
    .map((page) => ({
      name: page.path === "" ? name : `${name}: ${page.name.toLowerCase()}`,
      path: `/indexes/${name}/${page.path}`
    }))
);

/** One page a study for all of its findings (loaders/site/finding-pages.ts). */
const findingPages = shownPages.some(({path}) => path === "findings")
  ? studies.map(({name}) => `/studies/${name}/findings/${findingTemplate}`)
  : [];

/** Pages of a study in the sidebar: those without anything to show are there, but not listed. */
const listedOf = (study: string) => shownPages.filter((page) => listed.get(study)?.includes(page));

/** Says which pages of the study a report has: links to others are left out. */
const pagesHere =
  report === null
    ? ""
    : `<meta name="surfturf-pages" content="${report.pages.map((path) => path || "index").join(" ")}">`;

const iconLink = `<link rel="icon" href="data:image/svg+xml,${encodeURIComponent(icon)}">`;
const commonHead = `${iconLink}${pagesHere}<script>${chartNames}</script>`;

/** The pages that no report has. */
const around = [
  {
    name: "Corpora",
    open: true,
    collapsible: true,
    pages: [{name: "All corpora", path: "/indexes/"}, ...indexItems]
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
  {name: "Notebooks", pages: notebooks.map(({name, path}) => ({name, path: `/notebooks/${path}`}))}
];

/** Data loaders here are scripts of Node, Python, R or a shell. */
const unusedInterpreters = {".exe": null, ".go": null, ".java": null, ".jl": null, ".php": null, ".rs": null};

/** The site: studies are found, not listed by hand. Nothing is loaded from another host. */
export default {
  root: report?.root ?? "src",
  output: process.env.SURFTURF_OUTPUT ?? "dist",
  title: "surfturf",
  style: "style.css",
  head: ({path}: {path: string}) => commonHead + pageModels(path),
  globalStylesheets: [],
  search: false,
  toc: false,
  pager: false,
  footer: 'A flag is one judged sample; a confirmed finding was sampled again. <a href="/glossary">Glossary</a>',
  interpreters: unusedInterpreters, // each extension costs a search of folders a page
  duckdb: {extensions: {json: null, parquet: null}},
  dynamicPaths: [
    ...studies.flatMap(({name}) => shownPages.map(({path}) => `/studies/${name}/${path || "index"}`)),
    ...indexes.flatMap(({name}) => indexPages.map(({path}) => `/indexes/${name}/${path || "index"}`)),
    ...findingPages
  ],
  pages: [
    ...studies.map(({name, title}) => ({
      name: title,
      open: studies.length === 1,
      collapsible: true,
      pages: listedOf(name).map((page) => ({name: page.name, path: `/studies/${name}/${page.path}`}))
    })),
    ...(report === null ? around : []),
    ...commonPages
      .filter(({inReports = false}) => report === null || inReports)
      .map(({name, path}) => ({name, path: `/${path}`}))
  ]
};
