/* global module */
/** The layers of the engine, top to bottom (docs/architecture.md): a folder imports only from folders below it. */
const layers = [
  "commands",
  "export",
  "library",
  "site",
  "study",
  "ablation",
  "tracing",
  "turf",
  "probe",
  "surf",
  "measure",
  "engine",
  "step",
  "lab",
  "corpus",
  "store",
  "model",
  "util",
  "compiled"
];

/** Rooms of `loaders/study`, in the same order. */
const rooms = ["import", "record", "rescore", "estimate", "units", "run", "tables", "manifest", "file"];

const upward = (folder, names) =>
  names.slice(1).map((name, i) => ({
    name: `no-upward-import-from-${name}`,
    severity: "error",
    comment: `${folder}/${name} may import only from the layers below it`,
    from: {path: `^${folder}/${name}/`, pathNot: "\\.test\\.ts$"},
    to: {path: `^${folder}/(${names.slice(0, i + 1).join("|")})/`}
  }));

module.exports = {
  forbidden: [
    {name: "no-circular", severity: "error", from: {}, to: {circular: true}},
    ...upward("loaders", layers),
    ...upward("loaders/study", rooms),
    {
      name: "commands-on-top",
      severity: "error",
      comment: "nothing imports the commands",
      from: {path: "^loaders/.+/", pathNot: "\\.test\\.ts$"},
      to: {path: "^loaders/[^/]+\\.(ts|js)$"}
    },
    {
      name: "shared-is-a-leaf",
      severity: "error",
      comment: "src/shared is what pages and Node share: it imports nothing else of the project, and nothing of Node",
      from: {path: "^src/shared/", pathNot: "\\.test\\.ts$"},
      to: {path: "^(src/(?!shared/)|loaders/)|^node:", dependencyTypes: ["core", "local"]}
    },
    {
      name: "browser-code-is-pure",
      severity: "error",
      comment: "what a page loads may reach a browser: no Node, no loaders",
      from: {path: "^src/", pathNot: "^src/(data|testing)/|\\.test\\.ts$|\\.md\\.ts$"},
      to: {path: "^loaders/|^node:", dependencyTypes: ["core", "local"]}
    },
    {
      name: "ui-knows-no-feature",
      severity: "error",
      comment: "src/ui is what all pages use: it imports no feature",
      from: {path: "^src/ui/", pathNot: "\\.test\\.ts$"},
      to: {path: "^src/(?!ui/|shared/)"}
    },
    {
      name: "loaders-use-only-shared",
      severity: "error",
      comment: "of the site, the engine may import only src/shared",
      from: {path: "^loaders/", pathNot: "\\.test\\.ts$"},
      to: {path: "^src/(?!shared/)"}
    },
    {name: "no-unresolvable", severity: "error", from: {}, to: {couldNotResolve: true}},
    {
      name: "no-dev-dependency-in-product",
      severity: "error",
      from: {path: "^(src|loaders)/", pathNot: "\\.test\\.ts$|/testing/|/testing\\.ts$"},
      to: {dependencyTypes: ["npm-dev"]}
    }
  ],
  options: {
    doNotFollow: {path: "node_modules"},
    exclude: {path: "src/\\.observablehq"},
    tsPreCompilationDeps: true,
    tsConfig: {fileName: "tsconfig.json"},
    enhancedResolveOptions: {exportsFields: ["exports"], conditionNames: ["import", "node", "default", "types"]}
  }
};
