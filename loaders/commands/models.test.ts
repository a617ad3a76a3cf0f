import {spawn} from "node:child_process";
import {text} from "node:stream/consumers";
import {join} from "node:path";
import {expect, it} from "vitest";
import {ollamaServer} from "../model/testing/local-servers.js";
import {useWireServer} from "../model/testing/wire-server.js";
import {projectFolder} from "../util/paths.js";

const server = useWireServer();

async function models(...args: string[]): Promise<{code: number | null; out: string; err: string}> {
  const child = spawn(process.execPath, [join(projectFolder, "loaders", "surfturf.js"), "models", ...args]);
  const code = new Promise<number | null>((resolve) => child.on("close", resolve));
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return {code: await code, out, err};
}

it("lists the models of a server, asks those it is told to, and leaves the others", async () => {
  server.always(ollamaServer);
  const {code, out} = await models(server.url(), "--most", "1", "--json");
  const found = JSON.parse(out) as {models: {id: string; spec: string; asked: boolean; calls: number}[]};
  expect(code).toBe(0);
  expect(found).toMatchObject({address: `${server.url()}/v1`, server: "Ollama"});
  expect(found.models.map(({id, asked}) => [id, asked])).toEqual([
    ["qwen3:8b", true],
    ["hf.co/org/Model-GGUF:Q4_K_M", false],
    ["nomic-embed-text:latest", false]
  ]);
  expect(found.models[1]!.spec).toBe(`${server.url()}/v1:hf.co/org/Model-GGUF:Q4_K_M`);
  const one = await models(`${server.url()}/v1:nomic-embed-text:latest`);
  expect(one.out).toContain('nomic-embed-text:latest: 400: "nomic-embed-text:latest" does not support chat');
  expect(one.code).toBe(1);
});

it("ends with one line where nobody answers", async () => {
  const {code, out, err} = await models("127.0.0.1:65530");
  expect([code, out]).toEqual([1, ""]);
  expect(err).toMatch(/^http:\/\/127\.0\.0\.1:65530\/v1 list of models: no answer: .*\n$/);
});
