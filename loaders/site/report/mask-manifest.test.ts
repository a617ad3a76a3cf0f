import {afterAll, expect, it} from "vitest";
import {namesIn} from "../../../src/shared/modelNames.js";
import {blankManifest} from "../../store/manifest.js";
import {maskManifest} from "./mask-manifest.js";
import {Patterns} from "./patterns.js";

const patterns = new Patterns(["acme"]);
afterAll(() => patterns.close());

it("keeps the names of models that match nothing, under what their models are called, and leaves out the others", async () => {
  const [own, other, plain] = ["http://acme.example/v1:a", "http://b.example/v1:b", "openai:c"];
  const manifest = {
    ...blankManifest("s"),
    models: {target: [own, other, plain]},
    names: {[own]: "Base", [other]: "Acme's second", [plain]: "Third"}
  };
  const masked = await maskManifest(manifest, patterns, new Map([[own, "[masked 1]"]]));
  expect(masked.names).toEqual({"[masked 1]": "Base", [plain]: "Third"});
  expect(namesIn(masked)).toEqual({"[masked 1]": "Base", [other]: "b", [plain]: "Third"});
  expect(JSON.stringify(masked)).not.toMatch(/acme/i);
  expect(manifest.names[other]).toBe("Acme's second");
});
