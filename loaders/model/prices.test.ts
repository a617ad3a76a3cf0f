import {mkdirSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {beforeAll, expect, it} from "vitest";
import {useTempData} from "../util/testing/temp-data.js";
import {readPrices} from "./prices.js";

const {folder} = useTempData();
const own = "http://127.0.0.1:8080/v1";

beforeAll(() => {
  mkdirSync(folder(), {recursive: true});
  const line = (model: string, input: number): string =>
    `- {model: "${model}", input: ${input}, output: 0, date: 2026-01-01, source: "${own}"}\n`;
  writeFileSync(join(folder(), "prices.yaml"), line(`${own}:*`, 0) + line(`${own}:org/name:tag`, 2));
});

it.each([
  [`${own}:org/name:tag`, 2],
  [`${own}:org/name:tag2`, 0],
  [`${own}:llama3.2:3b`, 0],
  ["http://127.0.0.1:8081/v1:org/name:tag", undefined],
  ["org/name:tag", undefined]
])("the price of %s is that of its own line, else of its server", (model, input) => {
  expect(readPrices().find(model)?.input).toBe(input);
});
