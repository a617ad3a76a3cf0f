import {describeStudy, listStudies} from "./loaders/study/list.js";

const studyPages = [
  {name: "Overview", path: ""},
  {name: "Search", path: "search"},
  {name: "Attributes", path: "attributes"},
  {name: "Candidates", path: "candidates"}
];

const studies = listStudies().map((name) => describeStudy(name));

const icon =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><path d="M1 10q3.5-7 7 0t7 0" fill="none" stroke="#3b5fc0" stroke-width="2.5"/></svg>';

/** The site: studies are found, not listed by hand. Nothing is loaded from another host. */
export default {
  root: "src",
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
  dynamicPaths: studies.flatMap(({name}) => studyPages.map(({path}) => `/studies/${name}/${path || "index"}`)),
  pages: [
    ...studies.map(({name, title}) => ({
      name: title,
      open: studies.length <= 3,
      collapsible: true,
      pages: studyPages.map((page) => ({name: page.name, path: `/studies/${name}/${page.path}`}))
    })),
    {name: "Notebooks", pages: [{name: "First look", path: "/notebooks/first-look"}]},
    {name: "Methods", path: "/methods"}
  ]
};
