import {join} from "node:path";
import {build, type Plugin} from "esbuild";
import {packageFolder} from "../../packages.js";
import {projectFolder} from "../../../util/paths.js";

const sourceFolder = join(projectFolder, "src");
const styleFolder = (): string => join(packageFolder("@observablehq/framework"), "dist", "style");

/** The script of a report of one file, with all that it imports. */
export const bundleScript = (): Promise<string> =>
  bundle({
    entryPoints: [join(sourceFolder, "report", "singleFile.ts")],
    format: "iife",
    target: "es2022",
    define: {"process.env.NODE_ENV": '"production"'},
    plugins: [npmModules]
  });

/** The site's style sheet, with those of Framework that it imports. */
export const bundleStyle = (): Promise<string> =>
  bundle({entryPoints: [join(sourceFolder, "style.css")], plugins: [frameworkStyles]});

async function bundle(options: Parameters<typeof build>[0]): Promise<string> {
  const shared = {bundle: true, write: false, minify: true, legalComments: "none", logLevel: "error"} as const;
  const {outputFiles} = await build({...options, ...shared, absWorkingDir: projectFolder, platform: "browser"});
  return outputFiles![0]!.text;
}

/** `npm:name` is the installed package of that name. */
const npmModules: Plugin = {
  name: "npm-modules",
  setup({onResolve, resolve}) {
    onResolve({filter: /^npm:/}, ({path, importer}) =>
      resolve(path.slice("npm:".length), {kind: "import-statement", importer, resolveDir: projectFolder})
    );
  }
};

const frameworkStyles: Plugin = {
  name: "framework-styles",
  setup({onResolve}) {
    onResolve({filter: /^observablehq:/}, ({path}) => ({
      path: join(styleFolder(), path.slice("observablehq:".length))
    }));
  }
};
