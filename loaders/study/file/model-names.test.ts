import {beforeAll, describe, expect, it} from "vitest";
import {blankManifest, readManifest, writeManifest} from "../../store/manifest.js";
import {useTempData} from "../../util/testing/temp-data.js";
import {problemOf} from "../../util/testing/problem.js";
import {planManifest} from "../manifest/describe.js";
import {fingerprint} from "../manifest/fingerprint.js";
import {withNewTitles} from "../manifest/new-titles.js";
import {writeData} from "../testing/data-folder.js";
import {readStudy} from "./read-study.js";

const {folder} = useTempData();
beforeAll(() => void writeData("rubrics/code.yaml", "principle: Is there code?\n"));

const [a, b, c] = ["http://127.0.0.1:8000/v1:org/a:latest", "http://127.0.0.1:8000/v1:org/b", "openai:gpt-4o"];

/** A study of these targets and this judge, read from its file. */
function study(
  targets: string,
  judge = c,
  more = "surf: false\nprobe:\n  - {name: p, prompts: [Hi.], measure: code}\n"
) {
  const text = `models: {target: ${targets}, judge: ${judge}}\nrubrics: [code]\n${more}`;
  return readStudy(writeData("studies/mine.yaml", text));
}

describe("the name of a role's model", () => {
  it("is that of the model in every role, and is no part of what the results depend on", () => {
    const named = study(`[{model: "${a}", name: Base}, "${b}"]`, `{model: "${a}"}`);
    const plain = study(`[{model: "${a}"}, "${b}"]`, `"${a}"`);
    expect(named.names).toEqual({[a]: "Base"});
    expect(plain.names).toEqual({});
    expect({...named, names: {}, errorAt: null}).toEqual({...plain, errorAt: null});
    expect(fingerprint(named)).toBe(fingerprint(plain));
  });

  it("is in the manifest and its settings, beside the id", () => {
    const {names, models, settings} = planManifest(study(`{model: "${a}", name: Base}`));
    expect(names).toEqual({[a]: "Base"});
    expect(models).toEqual({target: [a], judge: [c]});
    expect(settings.models).toMatchObject({target: {model: a, name: "Base"}});
    expect(planManifest(study(`"${a}"`))).not.toHaveProperty("names");
  });

  it("can be given to the model of a step, and twice if it is the same", () => {
    const steps = `surf: {contrast: {model: "${b}", name: Other}}\nconfirm: {judge: {model: "${a}", name: Base}}\n`;
    const read = study(`{model: "${a}", name: Base}`, `"${c}", query: "${c}"`, `attributes: lab\n${steps}`);
    expect(read.names).toEqual({[a]: "Base", [b]: "Other"});
  });

  it.each([
    [`[{model: "${a}", name: Base}, {model: "${b}", name: Base}]`, "models.target.1.name", `Base: ${a} and ${b}`],
    [`{model: "${a}", name: "${c}"}`, "models.target.name", `two models are named ${c}: ${c} and ${a}`],
    [
      `{model: "${c}", name: Base}`,
      "models.judge.name",
      `${c} has two names: Base and Judge`,
      `{model: "${c}", name: Judge}`
    ],
    [`{model: "${a}", name: ""}`, "models.target.name", "expected a text that is not empty"],
    [`{model: "${a}", name: "two\\nlines"}`, "models.target.name", "expected a name on one line"],
    [`{model: "${a}", name: "\\u202Eabc"}`, "models.target.name", "expected a name on one line"],
    [`{model: "${a}", name: ${"x".repeat(61)}}`, "models.target.name", "expected at most 60 characters"]
  ])("%s is an error at its line", async (targets, key, message, judge = c) => {
    const problem = await problemOf(() => study(targets, judge), folder());
    expect(problem).toMatch(/studies\/mine\.yaml:1: /);
    expect(problem).toContain(`${key}: `);
    expect(problem).toContain(message);
  });
});

describe("withNewTitles(study)", () => {
  it("writes down titles and names that changed, and nothing else", async () => {
    const before = {...blankManifest("mine"), ...planManifest(study(`"${a}"`)), notes: ["kept"], tables: "7"};
    writeManifest(before);
    expect(await withNewTitles(study(`"${a}"`))).toEqual(readManifest("mine"));
    const renamed = await withNewTitles(study(`{model: "${a}", name: Base}`));
    expect(renamed).toMatchObject({names: {[a]: "Base"}, notes: ["kept"], tables: "7"});
    expect(readManifest("mine")).toEqual(renamed);
    expect(await withNewTitles(study(`"${a}"`))).not.toHaveProperty("names");
  });
});
