import {beforeAll, expect, it} from "vitest";
import {blankManifest, writeManifest} from "../store/manifest.js";
import {useTempData} from "../util/testing/temp-data.js";
import {attributeOf, elementsOf} from "./html.js";
import {pageModels} from "./page-models.js";

useTempData();
const model = "http://127.0.0.1:8000/v1:llama";
const name = `"Base" & <script>alert(1)</script>`;

beforeAll(() => {
  const write = (study: string, more: object): void => writeManifest({...blankManifest(study), ...more});
  write("one", {models: {target: [model]}, names: {[model]: name}});
  write("two", {models: {target: [model, "openai:gpt-4o"]}});
  write("three", {models: {target: ["openai:gpt-4o"]}});
});

/** What the head of a page says, as a browser reads it. */
function said(path: string): unknown {
  const metas = elementsOf(pageModels(path)).filter(({tagName}) => ["meta", "script"].includes(tagName));
  expect(metas.length).toBeLessThanOrEqual(1);
  return metas[0] === undefined ? null : JSON.parse(attributeOf(metas[0], "content")!);
}

it.each([
  ["/studies/one/confirm", {one: {[model]: name}}],
  ["/studies/two/index", {two: {[model]: "llama"}}],
  ["/studies/three/index", null],
  ["/studies/nothing/index", null],
  ["/index", {one: {[model]: name}, two: {[model]: "llama"}}]
])("the head of %s says how its models are shown", (path, names) => expect(said(path)).toEqual(names));
