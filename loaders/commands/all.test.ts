import {readdirSync, readFileSync} from "node:fs";
import {join} from "node:path";
import {Command} from "commander";
import {describe, expect, it} from "vitest";
import {projectFolder} from "../util/paths.js";
import {allCommands, commandsFor} from "./all.js";
import {generatedPages} from "./docs.js";

const all = await allCommands();

describe("the list of commands", () => {
  it("has every command that a file of this folder defines, under its file's name", () => {
    const folder = join(projectFolder, "loaders", "commands");
    const defining = readdirSync(folder).filter(
      (file) =>
        !/^command\.ts$|\.test\.ts$/.test(file) && readFileSync(join(folder, file), "utf8").includes("defineCommand(")
    );
    expect(defining.map((file) => file.replace(".ts", "")).toSorted()).toEqual(all.map(({name}) => name).toSorted());
  });

  it("adds each to a program, and shows all but the hidden ones in the help", () => {
    const program = new Command("surfturf");
    for (const command of all) command.add(program);
    expect(program.commands.map((command) => command.name())).toEqual(all.map(({name}) => name));
    for (const command of program.commands) expect(command.description()).not.toBe("");
    const shown = program.createHelp().visibleCommands(program);
    expect(shown.map((command) => command.name())).not.toContain("docs");
    expect(shown.map((command) => command.name())).toContain("run");
  });

  it("loads the one command that a command line names, and all of them for another word", async () => {
    expect((await commandsFor("status")).map(({name}) => name)).toEqual(["status"]);
    for (const word of [undefined, "--help", "statsu", "constructor"])
      expect(await commandsFor(word)).toHaveLength(all.length);
  });
});

it.each(generatedPages)("$path is what the code says (npm run docs writes it)", ({path, make}) => {
  const page = readFileSync(path, "utf8");
  expect(page).toBe(make(page));
});
