import {once} from "node:events";
import {createServer, request as send, type Server} from "node:http";
import type {AddressInfo} from "node:net";
import {existsSync, readFileSync} from "node:fs";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {markLine, type Mark} from "../../../src/shared/marks.js";
import {marksType} from "../../../src/shared/workbench.js";
import {ownMarksPath} from "../../store/marks-file.js";
import {labStudyFile, writeData} from "../../study/testing/data-folder.js";
import {useTempData} from "../../util/testing/temp-data.js";
import {answerWorkbench} from "./answer.js";
import {addStudyMarks, currentStudyMarks} from "./marks-place.js";
import {startWorkbench} from "./start.js";

useTempData();

let server: Server;
let port: number;

beforeAll(async () => {
  writeData("studies/own.yaml", labStudyFile([]));
  writeData("studies/a study & more.yaml", labStudyFile([]));
  server = createServer((request, response) => void answerWorkbench(request, response));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  ({port} = server.address() as AddressInfo);
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
});

const mark = (more: Partial<Mark> = {}): Mark => ({
  ...{kind: "candidate", id: "1", label: "true", note: "", by: "Ann", at: "2026-01-02T03:04:05.000Z", rubric: "code"},
  ...more
});

interface Asked {
  method?: string;
  path?: string;
  headers?: Record<string, string>;
  body?: string;
}

function ask({method = "GET", path = "/_surfturf/marks/own", headers = {}, body}: Asked = {}): Promise<{
  status: number;
  text: string;
}> {
  return new Promise((resolve, reject) => {
    const own = {Host: `127.0.0.1:${port}`, "Content-Type": marksType, ...headers};
    const asked = send({host: "127.0.0.1", port, method, path, headers: own, agent: false}, async (answer) => {
      answer.setEncoding("utf8");
      let text = "";
      for await (const part of answer) text += String(part);
      resolve({status: answer.statusCode!, text});
    });
    asked.on("error", reject);
    asked.end(body);
  });
}

describe("the workbench", () => {
  it("keeps marks in the study's file and returns them", async () => {
    const lines = [mark(), mark({id: "2", label: "unsure", note: "<b>why?</b>"})];
    const body = lines.map(markLine).join("\n");
    expect(await ask({method: "POST", body})).toEqual({status: 200, text: '{"added":2}'});
    expect((await ask({method: "POST", body})).text).toBe('{"added":0}');
    expect((await ask()).text).toBe(`${body}\n`);
    expect(readFileSync(ownMarksPath("own"), "utf8")).toBe(`${body}\n`);
  });

  it("loses nothing of two tabs that write at once", async () => {
    const bodies = Array.from({length: 40}, (_, i) =>
      markLine(mark({id: String(100 + i), by: i % 2 === 0 ? "Ann" : "Ben"}))
    );
    const answers = await Promise.all(bodies.map((body) => ask({method: "POST", body})));
    expect(answers.every(({status}) => status === 200)).toBe(true);
    const kept = (await ask()).text.split("\n");
    for (const body of bodies) expect(kept).toContain(body);
  });

  it("answers this machine's own pages alone, and takes only marks of studies that are there", async () => {
    const body = markLine(mark({id: "7"}));
    const post = {method: "POST", body};
    const before = readFileSync(ownMarksPath("own"), "utf8");
    expect((await ask({...post, headers: {Origin: "http://evil.example"}})).status).toBe(403);
    expect((await ask({...post, headers: {Origin: "null"}})).status).toBe(403);
    expect((await ask({headers: {Host: `evil.example:${port}`}})).status).toBe(403);
    expect((await ask({...post, headers: {"Content-Type": "text/plain"}})).status).toBe(415); // what a form can send
    for (const path of [
      "/_surfturf/marks/nobody",
      "/_surfturf/marks/..%2F..%2Fetc",
      "/_surfturf/marks/%E0%A4%A",
      "/_surfturf/else"
    ])
      expect((await ask({...post, path})).status).toBe(404);
    expect((await ask({method: "DELETE"})).status).toBe(405);
    expect(await ask({...post, body: `${body}\n{broken`})).toMatchObject({
      status: 400,
      text: "line 2: expected an object\n"
    });
    expect(readFileSync(ownMarksPath("own"), "utf8")).toBe(before);
    expect((await ask({...post, headers: {Origin: `http://127.0.0.1:${port}`}})).status).toBe(200);
  });

  it("takes a long note with markup, and a study with a name that has to be escaped", async () => {
    const note = `<script>alert(1)</script>${"\u{1F600}".repeat(25_000)}`;
    const path = `/_surfturf/marks/${encodeURIComponent("a study & more")}`;
    expect((await ask({method: "POST", path, body: markLine(mark({note}))})).status).toBe(200);
    expect((JSON.parse((await ask({path})).text) as {note: string}).note === note).toBe(true);
  });

  it("answers only a preview that knows its token", async () => {
    const {environment, close} = await startWorkbench(() => undefined);
    const {port: own, token} = JSON.parse(environment.SURFTURF_WORKBENCH!) as {port: number; token: string};
    const address = `http://127.0.0.1:${own}/_surfturf/marks/own`;
    expect((await fetch(address)).status).toBe(403);
    expect((await fetch(address, {headers: {"x-surfturf-token": token}})).status).toBe(200);
    close();
  });
});

describe("addStudyMarks(study, marks)", () => {
  it("writes to the file that the study names, by rubric, and reads all of them", () => {
    const file = writeData("studies/marks/code.jsonl", "");
    writeData("studies/named.yaml", labStudyFile(["marks: {code: marks/code.jsonl}"]));
    addStudyMarks("named", [mark(), mark({id: "2", rubric: "other"})]);
    expect(readFileSync(file, "utf8")).toBe(`${markLine(mark())}\n`);
    expect(existsSync(ownMarksPath("named"))).toBe(true);
    expect(currentStudyMarks("named").map(({id}) => id)).toEqual(["1", "2"]);
  });

  it("writes to the one file of all rubrics", () => {
    const file = writeData("studies/marks/all.jsonl", "");
    writeData("studies/single.yaml", labStudyFile(["marks: marks/all.jsonl"]));
    addStudyMarks("single", [mark(), mark({id: "2"})]);
    expect(readFileSync(file, "utf8").trim().split("\n")).toHaveLength(2);
    expect(existsSync(ownMarksPath("single"))).toBe(false);
  });
});
