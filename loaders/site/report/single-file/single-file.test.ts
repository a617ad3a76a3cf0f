import {createHash} from "node:crypto";
import {mkdirSync, readFileSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {beforeAll, describe, expect, it} from "vitest";
import type {SingleFileContents} from "../../../../src/shared/reportContents.js";
import {hostile} from "../../../../src/testing/hostile.js";
import {plantStudy} from "../../../../src/testing/exported-study.js";
import {toFinding} from "../../../../src/testing/finding.js";
import {readManifest, writeManifest} from "../../../store/manifest.js";
import {writeTable} from "../../../store/tables.js";
import {dataFolder} from "../../../util/paths.js";
import {useTempData} from "../../../util/testing/temp-data.js";
import {elementsOf, textOf} from "../../html.js";
import {writeSingleFile} from "./single-file.js";

useTempData();

const out = (name: string): string => join(dataFolder(), "out", name);
const scriptsOf = (html: string): string[] =>
  elementsOf(html).flatMap((element) => (element.tagName === "script" ? textOf(element) : []));
const contentsOf = (path: string): SingleFileContents =>
  JSON.parse(scriptsOf(readFileSync(path, "utf8"))[0]!) as SingleFileContents;

beforeAll(async () => {
  await plantStudy("planted");
  await writeTable("planted", "findings", [
    toFinding({id: "rebut-1", candidate: 0, query: hostile.script}),
    toFinding({id: "rebut-2", candidate: 1, query: "Why is bread pwned?"})
  ]);
  writeManifest({...readManifest("planted")!, title: "</title><script>pwned()</script>"});
});

describe("writeSingleFile(study, spec, {output})", () => {
  it("is one page with two scripts, of which a policy lets its own code alone run", async () => {
    const {bytes} = await writeSingleFile("planted", {}, {output: out("whole.html")});
    const html = readFileSync(out("whole.html"), "utf8");
    const [, code, ...others] = scriptsOf(html);
    expect([bytes, others]).toEqual([Buffer.byteLength(html), []]);
    expect(html).toContain(`script-src 'sha256-${createHash("sha256").update(code!).digest("base64")}'`);
    expect(elementsOf(html).filter(({tagName}) => ["link", "img", "iframe"].includes(tagName))).toEqual([]);
  });

  it("holds the texts of its findings as they are, whatever a model wrote", () => {
    const {findings, texts, manifest, notes} = contentsOf(out("whole.html"));
    expect(findings.map(({id}) => id)).toEqual(["rebut-1", "rebut-2"]);
    expect(texts["rebut-1"]).toMatchObject({query: hostile.script, thinking: hostile.template});
    expect(manifest.title).toBe("</title><script>pwned()</script>");
    expect(notes[0]).toMatch(/^This is one file/);
  });

  it("masks what a report masks, and leaves out findings that were not chosen", async () => {
    const spec = {findings: ["rebut-1"], masks: ["pattern:pwned"]};
    await writeSingleFile("planted", spec, {output: out("masked.html")});
    const [data] = scriptsOf(readFileSync(out("masked.html"), "utf8"));
    expect(contentsOf(out("masked.html")).findings.map(({id}) => id)).toEqual(["rebut-1"]);
    expect(data).not.toMatch(/pwned/);
    expect(data).toContain("masked in this report");
  });

  it("replaces an older report, and no other file", async () => {
    await writeSingleFile("planted", {}, {output: out("masked.html")});
    expect(contentsOf(out("masked.html")).findings).toHaveLength(2);
    writeFileSync(out("mine.html"), "mine");
    mkdirSync(out("folder.html"));
    const fails = (name: string) => expect(writeSingleFile("planted", {}, {output: out(name)})).rejects;
    await fails("mine.html").toThrow("there is a file that no report wrote");
    await fails("folder.html").toThrow("there is a folder of this name");
    await fails("report").toThrow("expected a file that ends in .html");
    expect(readFileSync(out("mine.html"), "utf8")).toBe("mine");
  });
});
