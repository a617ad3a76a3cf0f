import {parse} from "yaml";
import {describe, expect, it} from "vitest";
import {
  confirmThem,
  probeThem,
  reportThem,
  rewordThem,
  traceThem,
  transferThem,
  type StepFinding
} from "./nextSteps.js";

const study = {name: "mine", origin: "own" as const, settings: {}, models: {target: ["openai:gpt-4o"]}};
const finding = (id: string, query = "When?"): StepFinding => ({id, rubric: "rebut", model: "openai:gpt-4o", query});
const two = [finding("rebut-1"), finding("rebut-2")];

describe("steps of a study with a file", () => {
  it("are lines for that file and the command that runs them", () => {
    const {file, commands} = confirmThem(study, two);
    expect(file!.path).toBe("data/studies/mine.yaml");
    expect(parse(file!.lines)).toEqual({confirm: {ids: ["rebut-1", "rebut-2"], samples: 20}});
    expect(commands).toEqual(["npx surfturf run mine --only confirm"]);
    expect(parse(rewordThem(study, two).file!.lines)).toMatchObject({robustness: {ids: ["rebut-1", "rebut-2"]}});
    expect(parse(probeThem(study, two).file!.lines).probe[0].prompts.findings.ids).toEqual(["rebut-1", "rebut-2"]);
    expect(parse(transferThem(study, two).file!.lines).probe[0]).toMatchObject({transfer: true});
  });

  it("add to the ids that a step has already", () => {
    const settings = {confirm: {source: {ids: ["rebut-9", "rebut-1"]}}};
    expect(parse(confirmThem({...study, settings}, two).file!.lines)).toEqual({ids: ["rebut-9", "rebut-1", "rebut-2"]});
  });

  it("trace by the study's own index, else by one that is there, else make one first", () => {
    const {commands} = traceThem({...study, settings: {turf: {index: "tulu3"}}}, two, ["other"]);
    expect(commands).toEqual(["npx surfturf trace mine --finding rebut-1 rebut-2"]);
    expect(traceThem(study, two, ["other"]).commands[0]).toMatch(/--index other$/);
    expect(traceThem(study, two, []).commands).toHaveLength(2);
  });

  it("report the findings by their ids", () =>
    expect(reportThem(study, two).commands).toEqual([
      "npx surfturf report mine --out report --findings rebut-1,rebut-2"
    ]));
});

it("asks the queries of an imported study's findings in a study of its own", () => {
  const hostile = finding("rebut-1", 'He said: "no"\n- {a: b} # c');
  const {file, commands} = confirmThem({...study, name: "published", origin: "published"}, [hostile]);
  const written = parse(file!.lines);
  expect(written.probe[0].prompts).toEqual([{id: "rebut-1", query: hostile.query, rubric: "rebut"}]);
  expect(written).toMatchObject({surf: false, rubrics: ["rebut"]});
  expect(commands).toEqual(["npx surfturf run published-again"]);
});

it("writes ids of any form so that a shell and YAML read them as they are", () => {
  const odd = [finding("<b>'$(rm)'-1")];
  expect(traceThem(study, odd, ["x"]).commands[0]).toContain(`--finding '<b>'\\''$(rm)'\\''-1'`);
  expect(parse(confirmThem(study, odd).file!.lines).confirm.ids).toEqual(["<b>'$(rm)'-1"]);
});
