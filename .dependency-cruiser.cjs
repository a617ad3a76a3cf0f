/* global module */
/** The layers of docs/architecture.md. Imports only go down the list; nothing imports upward or in a circle. */
const layers = ["commands", "site", "study", "turf", "probe", "surf", "lab", "corpus", "store", "model", "util"];

const upward = layers.flatMap((layer, i) =>
  i === 0
    ? []
    : [
        {
          name: `no-upward-import-from-${layer}`,
          severity: "error",
          comment: `loaders/${layer} may import only from the layers below it`,
          from: {path: `^loaders/${layer}/`, pathNot: "\\.test\\.ts$"},
          to: {path: `^loaders/(${layers.slice(0, i).join("|")})/`}
        }
      ]
);

module.exports = {
  forbidden: [
    {
      name: "no-circular",
      severity: "error",
      from: {},
      to: {circular: true, viaOnly: {dependencyTypesNot: ["type-only"]}}
    },
    ...upward,
    {
      name: "commands-on-top",
      severity: "error",
      comment: "nothing imports the commands",
      from: {path: "^loaders/.+/", pathNot: "\\.test\\.ts$"},
      to: {path: "^loaders/[^/]+\\.(ts|js)$"}
    },
    {
      name: "browser-code-is-pure",
      severity: "error",
      comment: "src/lib and src/components may reach a browser: no Node, no loaders",
      from: {path: "^src/(lib|components)/", pathNot: "\\.test\\.ts$"},
      to: {path: "^loaders/|^node:", dependencyTypes: ["core", "local"]}
    },
    {
      name: "loaders-use-only-lib",
      severity: "error",
      comment: "of the site, the engine may import only src/lib",
      from: {path: "^loaders/", pathNot: "\\.test\\.ts$"},
      to: {path: "^src/(?!lib/)"}
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
