import {join} from "node:path";
import {projectFolder, workspaceFolder} from "../../util/paths.js";

/** Sources of the site that ship with the product. */
export const productSource = join(projectFolder, "src");

/** Sources of the site in the workspace: notebooks, pages and components of its user. In a clone, those of the product. */
export const ownSource = (): string => join(workspaceFolder(), "src");

/** Whether the site is that of a clone: the user's pages are among those of the product. */
export const isClone = (): boolean => ownSource() === productSource;

/** What is made for Framework, in the workspace, as an installed package is never written to. */
const workFolder = (): string => join(workspaceFolder(), ".surfturf");

/** Where Framework finds the sources of the site. */
export const stageFolder = (): string => join(workFolder(), "site");

/** Where it finds those of a report. */
export const reportStage = (pid: number | string): string => join(workFolder(), `report-${pid}`);

/** Where a preview notes when studies and indexes changed. */
export const versionsFolder = (): string => join(workFolder(), "versions");

/** Folders that are looked in for packages which the stage imports by their bare names. */
export const stageModules = (): string => join(workFolder(), "node_modules");

/** Framework's settings: a file that is changed to make it read them again. */
export const configFile = (): string => join(workFolder(), "observablehq.config.js");

/** What Framework keeps between builds, below a folder of sources. */
export const cacheOf = (root: string): string => join(root, ".observablehq", "cache");
