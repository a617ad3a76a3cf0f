import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {serveSite, type ServedSite} from "./serve.js";

const folder = mkdtempSync(join(tmpdir(), "surfturf-serve-"));
let site: ServedSite;

beforeAll(async () => {
  writeFileSync(join(folder, "index.html"), "<h1>first</h1>");
  writeFileSync(join(folder, "404.html"), "<h1>No such page</h1>");
  site = await serveSite({folder, port: 0});
});
afterAll(async () => {
  await site.close();
  rmSync(folder, {recursive: true, force: true});
});

describe("a served site", () => {
  it("that is built again is served as it is then, new pages too", async () => {
    expect(await (await fetch(site.url)).text()).toBe("<h1>first</h1>");
    writeFileSync(join(folder, "index.html"), "<h1>second</h1>");
    mkdirSync(join(folder, "studies"));
    writeFileSync(join(folder, "studies", "new.html"), "<h1>new</h1>");
    expect(await (await fetch(site.url)).text()).toBe("<h1>second</h1>");
    const answer = await fetch(`${site.url}studies/new`);
    expect([answer.status, await answer.text()]).toEqual([200, "<h1>new</h1>"]);
  });

  it("answers what is not there with a page", async () => {
    const answer = await fetch(`${site.url}studies/absent`);
    expect([answer.status, answer.headers.get("content-type")]).toEqual([404, "text/html; charset=utf-8"]);
    expect(await answer.text()).toBe("<h1>No such page</h1>");
  });
});
