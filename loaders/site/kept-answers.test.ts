import {once} from "node:events";
import {createServer, type IncomingMessage, type Server, type ServerResponse} from "node:http";
import type {AddressInfo} from "node:net";
import {afterEach, describe, expect, it} from "vitest";
import {KeptAnswers} from "./kept-answers.js";

const sha = "a".repeat(64);
let server: Server;

/** A server that makes each answer it has not kept, and counts how often. */
async function serve(kept: KeptAnswers) {
  let made = 0;
  server = createServer((request, answer) => {
    if (kept.answer(request, answer)) return;
    answer.setHeader("Content-Type", "text/javascript");
    const body = `export default ${++made};`;
    kept.keep(request, answer, body);
    answer.end(body);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const {port} = server.address() as AddressInfo;
  const get = async (path: string, headers = {}) => {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, {headers});
    return {status: answer.status, text: await answer.text(), headers: answer.headers};
  };
  return {get, made: () => made};
}

afterEach(() => void server.close());

describe("KeptAnswers", () => {
  it("makes a module once, and lets the browser keep it too", async () => {
    const {get, made} = await serve(new KeptAnswers());
    const path = `/_import/ui/text.js?sha=${sha}`;
    const first = await get(path);
    const second = await get(path);
    expect([second.text, made()]).toEqual([first.text, 1]);
    expect(second.headers.get("cache-control")).toContain("immutable");
    const {status} = await get(path, {"If-None-Match": second.headers.get("etag")});
    expect(status).toBe(304);
  });

  it("has bundles of Framework asked for again, as another version has them at the same address", async () => {
    const {get, made} = await serve(new KeptAnswers());
    await get("/_observablehq/client.js");
    const {headers} = await get("/_observablehq/client.js");
    expect([headers.get("cache-control"), made()]).toEqual(["no-cache", 1]);
  });

  it("keeps no page, no data, and no module that is not what its address says", async () => {
    const kept = new KeptAnswers();
    kept.isAsNamed = (path, hash) => path === "/ui/text.js" && hash === sha;
    const {get, made} = await serve(kept);
    const paths = [
      "/",
      `/_file/data/lab/study.json?sha=${sha}`,
      `/_import/ui/text.js?sha=${"b".repeat(64)}`,
      "/_import/a.js"
    ];
    for (const path of [...paths, ...paths]) await get(path);
    expect(made()).toBe(2 * paths.length);
  });

  it("lets the oldest go when there is no room", async () => {
    const {get, made} = await serve(new KeptAnswers(40));
    for (const name of ["a", "b", "c"]) await get(`/_observablehq/${name}.js`); // 17 bytes each
    await get("/_observablehq/c.js");
    expect(made()).toBe(3);
    await get("/_observablehq/a.js");
    expect(made()).toBe(4);
  });

  it("counts an answer once that two requests at the same time had made", async () => {
    const kept = new KeptAnswers(40);
    const {get, made} = await serve(kept);
    await get("/_observablehq/a.js"); // 17 bytes
    const request = {method: "GET", url: "/_observablehq/a.js"} as IncomingMessage;
    const answer = {statusCode: 200, getHeader: () => "text/javascript"} as unknown as ServerResponse;
    for (let i = 0; i < 5; i++) kept.keep(request, answer, "export default 1;");
    await get("/_observablehq/a.js");
    expect(made()).toBe(1);
  });
});
