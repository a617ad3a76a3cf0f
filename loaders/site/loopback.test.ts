import {once} from "node:events";
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {createServer, request as send} from "node:http";
import type {AddressInfo} from "node:net";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {startFramework} from "./framework.js";
import {isLoopbackHost} from "./loopback.js";
import {serveSite, type ServedSite} from "./serve.js";
import {stageSite} from "./stage/stage.js";

describe("isLoopbackHost(host)", () => {
  it.each(["localhost", "LocalHost:3000", "127.0.0.1", "127.0.0.1:80", "127.8.9.10:3000", "[::1]", "[::1]:3000"])(
    "takes %s",
    (host) => expect(isLoopbackHost(host)).toBe(true)
  );

  it.each([
    ...["evil.example", "evil.example:3000", "localhost.evil.example", "127.0.0.1.evil.example:3000", "evil.localhost"],
    ...[
      "127.0.0.1@evil.example",
      "10.0.0.1",
      "0.0.0.0:3000",
      "[::2]:3000",
      "[::ffff:10.0.0.1]",
      "::1",
      "",
      "localhost:"
    ],
    ...["127.0.0.1:x", " localhost", "2130706433", undefined]
  ])("refuses %j", (host) => expect(isLoopbackHost(host)).toBe(false));
});

/** The status of a request with these headers; 101 for a socket that is opened. */
function ask(port: number, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    const asked = send({host: "127.0.0.1", port, path: "/_observablehq", headers, agent: false}, (answer) => {
      answer.resume();
      resolve(answer.statusCode!);
    });
    asked.on("upgrade", (_, socket) => {
      socket.destroy();
      resolve(101);
    });
    asked.on("error", reject);
    asked.end();
  });
}

const upgrade = (origin?: string): Record<string, string> => ({
  ...{
    Connection: "Upgrade",
    Upgrade: "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "a".repeat(22) + "=="
  },
  ...(origin !== undefined && {Origin: origin})
});

describe("serveSite", () => {
  const folder = mkdtempSync(join(tmpdir(), "surfturf-serve-"));
  let site: ServedSite;
  beforeAll(async () => {
    writeFileSync(join(folder, "index.html"), "<h1>secret</h1>");
    site = await serveSite({folder, port: 0});
  });
  afterAll(async () => {
    await site.close();
    rmSync(folder, {recursive: true, force: true});
  });

  it("answers under loopback names and refuses a name that was made to lead here", async () => {
    const port = Number(new URL(site.url).port);
    const statuses = ["localhost", "127.0.0.1", `[::1]:${port}`].map((Host) => ask(port, {Host}));
    expect(await Promise.all(statuses)).toEqual([404, 404, 404]);
    expect(await ask(port, {Host: `evil.example:${port}`})).toBe(403);
    expect((await fetch(site.url)).status).toBe(200);
  });

  it("serves what was built since, a page for what is not there, and no hidden files", async () => {
    const get = async (path: string): Promise<[number, string]> => {
      const response = await fetch(new URL(path, site.url));
      return [response.status, await response.text()];
    };
    expect(await get("later")).toEqual([404, "Not found\n"]);
    writeFileSync(join(folder, "later.html"), "<h1>later</h1>");
    writeFileSync(join(folder, "404.html"), "<h1>no such page</h1>");
    mkdirSync(join(folder, ".git"));
    writeFileSync(join(folder, ".git", "config"), "secret");
    expect(await get("later")).toEqual([200, "<h1>later</h1>"]);
    expect(await get("sooner?q=.x")).toEqual([404, "<h1>no such page</h1>"]);
    for (const path of [".git/config", "%2egit/config", "a/%2e%2E/.git/config"])
      expect(await get(path)).toEqual([404, "<h1>no such page</h1>"]);
  });
});

describe("the preview", () => {
  it("answers under loopback names alone, and opens sockets to its own pages alone", async () => {
    const probe = createServer().listen(0, "127.0.0.1");
    await once(probe, "listening");
    const {port} = probe.address() as AddressInfo;
    probe.close();
    stageSite();
    const child = startFramework(["preview", "--port", String(port), "--no-open"]);
    child.stdout!.resume();
    child.stderr!.resume();
    try {
      const own = `127.0.0.1:${port}`;
      await expect.poll(() => ask(port, {Host: "evil.example"}).catch(() => 0), {timeout: 60_000}).toBe(403);
      expect(await ask(port, {Host: own})).not.toBe(403);
      expect(await ask(port, {Host: own, ...upgrade(`http://${own}`)})).toBe(101);
      expect(await ask(port, {Host: own, ...upgrade()})).toBe(101); // no browser
      expect(await ask(port, {Host: own, ...upgrade("http://evil.example")})).toBe(403);
      expect(await ask(port, {Host: own, ...upgrade(`http://localhost:${port}`)})).toBe(403);
      expect(await ask(port, {Host: own, ...upgrade("null")})).toBe(403);
      expect(await ask(port, {Host: "evil.example", ...upgrade("http://evil.example")})).toBe(403);
    } finally {
      child.kill("SIGKILL");
    }
  });
});
