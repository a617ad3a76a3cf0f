import {describe, expect, it} from "vitest";
import {namesIn, shortModel, shownIn, shownModels, splitAddress} from "./modelNames.js";

describe("splitAddress(id)", () => {
  it.each([
    ["http://127.0.0.1:8080/v1:org/name:tag", "http://127.0.0.1:8080/v1", "org/name:tag"],
    ["http://[::1]:11434/v1:llama3.2:3b", "http://[::1]:11434/v1", "llama3.2:3b"],
    ["https://host/openai?api-version=1:gpt-4o", "https://host/openai?api-version=1", "gpt-4o"],
    ["http://host/v1:http://other/v1:m", "http://host/v1", "http://other/v1:m"],
    ["http://host/v1:/models/a b.gguf", "http://host/v1", "/models/a b.gguf"]
  ])("takes %s apart", (id, address, model) => expect(splitAddress(id)).toEqual({address, model}));

  it.each(["openai:gpt-4o", "http://host:80", "http://host:80/v1", "http://host/v1:", "vllm:http://x/v1:m", ""])(
    "finds no address in %j",
    (id) => expect(splitAddress(id)).toBeNull()
  );
});

describe("shortModel(id)", () => {
  it.each([
    ["http://127.0.0.1:8000/v1:meta/llama-3:free", "meta/llama-3:free"],
    ["https://host.example/v1?api-version=1:gpt-4o", "gpt-4o"],
    ["http://host:80:m", "m"],
    ["http://[::1]:8080/v1:m:1", "m:1"],
    ["http://127.0.0.1:8080/v1:/home/me/models/Smol.Q4_1.gguf", "Smol.Q4_1.gguf"],
    ["http://127.0.0.1:8080/v1:C:\\models\\Smol.gguf", "Smol.gguf"],
    ["http://127.0.0.1:1234/v1:community/Qwen-GGUF/Qwen-Q4_K_M.gguf", "Qwen-Q4_K_M.gguf"],
    ["http://127.0.0.1:8000/v1:/checkpoints/step-100/", "step-100"],
    ["http://127.0.0.1:8000/v1:///", "///"],
    ["http://127.0.0.1:8000/v1", "http://127.0.0.1:8000/v1"],
    ["http://127.0.0.1:8000", "http://127.0.0.1:8000"],
    ["http://127.0.0.1:8000/v1:70", "70"],
    ["openai:gpt-4o", "openai:gpt-4o"],
    ["vllm:/checkpoints/step-100", "vllm:/checkpoints/step-100"],
    ["gpt-5", "gpt-5"],
    ["", ""]
  ])("shows %j as %j", (id, expected) => expect(shortModel(id)).toBe(expected));
});

describe("shownModels(ids, names)", () => {
  const [a, b, c] = ["http://a:8000/v1:llama", "http://b:8000/v1:llama", "http://b:8000/v2:llama"];

  it("leaves the address out, and what else tells no two models apart", () => {
    expect(shownModels([a, "openai:gpt-4o"])).toEqual({[a]: "llama", "openai:gpt-4o": "openai:gpt-4o"});
  });

  it("adds the host, and the path, where models would look the same", () => {
    expect(shownModels([a, b])).toEqual({[a]: "llama at a:8000", [b]: "llama at b:8000"});
    expect(shownModels([a, b, c, a])).toEqual({
      ...{[a]: "llama at a:8000", [b]: "llama at b:8000/v1", [c]: "llama at b:8000/v2"}
    });
  });

  it("shows all of an address that differs in its scheme or query alone", () => {
    const ids = ["http://a/v1:m", "https://a/v1:m", "https://a/v1?x=1:m"];
    expect(Object.values(shownModels(ids))).toEqual(ids);
  });

  it("shows the folders of files of one name", () => {
    const ids = ["http://a/v1:/one/m.gguf", "http://a/v1:/two/m.gguf"];
    expect(Object.values(shownModels(ids))).toEqual(["/one/m.gguf", "/two/m.gguf"]);
  });

  it("prefers the names of the study, and keeps others different from them", () => {
    const shown = shownModels([a, b], {[a]: "Base", "openai:gpt-4o": "llama"});
    expect(shown).toEqual({[a]: "Base", "openai:gpt-4o": "llama", [b]: "llama at b:8000"});
  });

  it("shows all models differently, whatever they are called", () => {
    const hostile = ["http://a/v1:x", "x", "http://a/v1:x at a", "x at a", "http://b/v1:x", "__proto__", "constructor"];
    const shown = Object.values(shownModels(hostile, {}));
    expect(new Set(shown).size).toBe(hostile.length);
    expect(shown).toContain("__proto__");
  });
});

describe("namesIn(manifest)", () => {
  it("has the models of all roles, once", () => {
    const manifest = {models: {target: ["http://a/v1:m"], judge: ["http://a/v1:m"]}, names: {"http://a/v1:m": "M"}};
    expect(namesIn(manifest)).toEqual({"http://a/v1:m": "M"});
    expect(namesIn({models: {}})).toEqual({});
  });

  it("shows a model that it does not know in its short form", () => {
    const shown = shownIn({models: {target: ["http://a/v1:m"]}});
    expect(["http://a/v1:m", "http://c/v1:k", "toString"].map(shown)).toEqual(["m", "k", "toString"]);
  });
});
