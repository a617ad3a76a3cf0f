import {studyPages} from "./src/shared/pages.js";
import {paperItems} from "./src/shared/paper.js";
import {describeStudy, listStudies} from "./loaders/study/manifest/list.js";
import {listIndexes, readIndexManifest} from "./loaders/turf/index/manifest.js";

/** A report is a site of one study's pages, built from a source folder of its own (loaders/site/report/). */
interface ReportSite {
  root: string;
  pages: string[]; // by path
}

const report = process.env.SURFTURF_REPORT ? (JSON.parse(process.env.SURFTURF_REPORT) as ReportSite) : null;
const shownPages = studyPages.filter(({path}) => report === null || report.pages.includes(path));
const studies = listStudies().map((name) => describeStudy(name));
const indexes = listIndexes().map((name) => ({name, state: readIndexManifest(name)?.state}));

const icon =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><path d="M1 10q3.5-7 7 0t7 0" fill="none" stroke="#3b5fc0" stroke-width="2.5"/></svg>';

const indexPages = [
  {name: "Corpus", path: ""},
  {name: "Phrases", path: "phrases"}
];

/** Pages of an index in the sidebar; the phrases of one that is not finished are left out. */
const indexItems = indexes.flatMap(({name, state}) =>
  (state === "finished" ? indexPages : indexPages.slice(0, 1)).map((page) => ({
    name: page.path === "" ? name : `${name}: ${page.name.toLowerCase()}`,
    path: `/indexes/${name}/${page.path}`
  }))
);

/** The pages that are of no study. */
const around = [
  {name: "Corpora", path: "/indexes/", open: true, collapsible: true, pages: indexItems},
  {
    name: "The paper",
    open: false,
    collapsible: true,
    path: "/paper/",
    pages: paperItems.map(({path, item}) => ({name: item, path: `/paper/${path}`}))
  },
  {name: "Notebooks", pages: [{name: "First look", path: "/notebooks/first-look"}]}
];

/** The site: studies are found, not listed by hand. Nothing is loaded from another host. */
export default {
  root: report?.root ?? "src",
  output: process.env.SURFTURF_OUTPUT ?? "dist",
  title: "surfturf",
  style: "style.css",
  head: `<link rel="icon" href="data:image/svg+xml,${encodeURIComponent(icon)}">`,
  globalStylesheets: [],
  search: false,
  toc: false,
  pager: false,
  footer: "surfturf: a flag is one judged sample; it is not a finding until confirmed.",
  duckdb: {extensions: {json: null, parquet: null}},
  dynamicPaths: [
    ...studies.flatMap(({name}) => shownPages.map(({path}) => `/studies/${name}/${path || "index"}`)),
    ...indexes.flatMap(({name}) => indexPages.map(({path}) => `/indexes/${name}/${path || "index"}`))
  ],
  pages: [
    ...studies.map(({name, title}) => ({
      name: title,
      open: studies.length === 1,
      collapsible: true,
      pages: shownPages.map((page) => ({name: page.name, path: `/studies/${name}/${page.path}`}))
    })),
    ...(report === null ? around : []),
    {name: "Methods", path: "/methods"},
    ...(report === null
      ? [
          {name: "Methods: search", path: "/methods/search"},
          {name: "Methods: tracing", path: "/methods/tracing"}
        ]
      : [])
  ]
};
