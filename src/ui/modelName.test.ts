import {expect, it} from "vitest";
import {shortModel} from "./modelName.js";

it.each([
  ["http://127.0.0.1:8000/v1:meta/llama-3:free", "meta/llama-3:free"],
  ["https://host.example/v1?api-version=1:gpt-4o", "gpt-4o"],
  ["http://host:80:m", "m"],
  ["openai:gpt-4o", "openai:gpt-4o"],
  ["gpt-5", "gpt-5"]
])("%s is shown as %s", (model, expected) => expect(shortModel(model)).toBe(expected));
