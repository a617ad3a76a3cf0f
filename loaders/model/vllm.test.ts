import {chmodSync, mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {once} from "node:events";
import {createServer} from "node:http";
import type {AddressInfo} from "node:net";
import {tmpdir} from "node:os";
import {delimiter, join} from "node:path";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {createModel} from "./create.js";
import {ensureVllm} from "./vllm.js";

/** A stand-in for vLLM: takes its arguments, is healthy after a moment, and serves one model. */
const program = `#!${process.execPath}
const [, , command, model, , host, , port] = process.argv;
if (command !== "serve" || model === "broken") { console.error("no such weights: " + model); process.exit(3); }
const born = Date.now();
require("http").createServer((request, response) => {
  if (request.url === "/health") return response.writeHead(Date.now() - born > 700 ? 200 : 503).end();
  const choices = [{message: {content: "I am " + model}, finish_reason: "stop"}];
  const usage = {prompt_tokens: 1, completion_tokens: 1, total_tokens: 2};
  request.resume().on("end", () =>
    response.setHeader("content-type", "application/json").end(JSON.stringify({model, choices, usage})));
}).listen(Number(port), host);
`;

const port = 40_000 + (process.pid % 20_000);
const address = `http://127.0.0.1:${port}/v1`;
const path = process.env.PATH;
let folder = "";

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "surfturf-vllm-"));
  writeFileSync(join(folder, "vllm"), program);
  chmodSync(join(folder, "vllm"), 0o755);
});
afterAll(() => {
  process.env.PATH = path;
  rmSync(folder, {recursive: true, force: true});
});

describe("ensureVllm", () => {
  it("says how to get vLLM where there is none", async () => {
    process.env.PATH = folder.replace("surfturf", "nowhere");
    await expect(ensureVllm("m", address)).rejects.toThrow(/vllm is not installed: pip install vllm/);
    await expect(ensureVllm("m", "http://gpu.invalid:8000/v1")).rejects.toThrow(/start it there/);
  });

  it.each([200, 404, 503])("attaches to what answers, though its /health says %i", async (status) => {
    const other = createServer((request, response) =>
      request.url === "/ok/v1/models" ? response.end("{}") : response.writeHead(status).end()
    );
    other.listen(0, "127.0.0.1");
    await once(other, "listening");
    const {port} = other.address() as AddressInfo;
    expect(await ensureVllm("m", `http://127.0.0.1:${port}/ok/v1`)).toBeNull();
    expect(await ensureVllm("m", `http://127.0.0.1:${port}/elsewhere/v1/`)).toBeNull();
    other.close();
  });

  it("starts it, waits for its health, attaches to one that is there, and ends it", async () => {
    process.env.PATH = `${folder}${delimiter}${path}`;
    const lines: string[] = [];
    const server = await ensureVllm("org/tiny", address, {log: (line) => lines.push(line)});
    expect(lines).toEqual(["starting vllm serve org/tiny"]);
    expect(await ensureVllm("org/tiny", address)).toBeNull();
    const model = createModel({name: "vllm:org/tiny", baseUrl: address, key: null}, {});
    expect((await model.ask({messages: [{role: "user", content: "Who?"}], maxTokens: 5})).text).toBe("I am org/tiny");
    await server!.stop();
    await expect(fetch(`http://127.0.0.1:${port}/health`)).rejects.toThrow();
  });

  it("says why it ended, and ends it when the study is stopped meanwhile", async () => {
    process.env.PATH = `${folder}${delimiter}${path}`;
    await expect(ensureVllm("broken", address)).rejects.toThrow(/ended with code 3: no such weights: broken/);
    const stop = AbortSignal.timeout(200);
    await expect(ensureVllm("slow", address, {signal: stop})).rejects.toThrow(/timeout|aborted/i);
    await expect(fetch(`http://127.0.0.1:${port}/health`)).rejects.toThrow();
  });
});
