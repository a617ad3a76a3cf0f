import {spawnSync, type ChildProcess} from "node:child_process";
import {once} from "node:events";
import {existsSync, readFileSync} from "node:fs";
import {join} from "node:path";
import type {Browser, Page} from "playwright-core";
import {afterAll, beforeAll, describe, expect, it, vi} from "vitest";
import {serveSite} from "../loaders/site/serve.js";
import {projectFolder} from "../loaders/util/paths.js";
import {launchBrowser, settle, watchPage} from "./testing/browser.js";
import {makeOwnRepository, NoPackages, run, type OwnRepository} from "./testing/own-repository.js";

const loader = `import {readRows} from "surfturf";

const candidates = await readRows("first", "candidates");
process.stdout.write(JSON.stringify(candidates.filter(({flagged}) => flagged).length));
`;

const script = `import {describeStudy, isUserError, readArrow, readRows, runStudy, wilson} from "surfturf";

const manifest = await runStudy("first");
const candidates = await readRows("first", "candidates");
const flagged = candidates.filter((row) => row.flagged).length;
const unknown = await readRows("nobody", "rates").catch((error) => isUserError(error) && error.message);
const arrow = (await readArrow("first", "rates")).length;
console.log(JSON.stringify([manifest.state, describeStudy("first").title, flagged, wilson(flagged, 960), arrow, unknown]));
`;

const typed = `import {readRows, runStudy, wilson, type Proportion, type Row, type RunProgress} from "surfturf";

const seen: RunProgress[] = [];
const {counts} = await runStudy("first", {onProgress: (progress) => void seen.push(progress)});
const rows: Row<"candidates">[] = await readRows("first", "candidates");
const scores: (number | null)[] = rows.map(({score}) => score);
export const share: Proportion = wilson(counts.flagged, scores.length);
// @ts-expect-error there is no such table
await readRows("first", "nothing");
// @ts-expect-error there is no such column
rows[0]!.colour;
`;

let own: OwnRepository;
let missing = ""; // why nothing could be installed
let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
  try {
    own = makeOwnRepository();
  } catch (error) {
    if (!(error instanceof NoPackages)) throw error;
    missing = error.message;
    return;
  }
  own.surfturf("new", "notebook", "second");
  own.surfturf("new", "page", "my-page");
  own.write("src/components/hello.ts", "export const hello = (name: string): string => `Hello, ${name}.`;\n");
  own.write(
    "src/notebooks/with-component.md",
    `# A component of mine

\`\`\`js
import {hello} from "../components/hello.js";
import {Element} from "../ui/text.js";

display(Element("p", "greeting", hello("auditor")));
\`\`\`
`
  );
  own.write("src/data/flags.json.ts", loader);
  own.write("src/flags.md", '# Flags\n\n${FileAttachment("data/flags.json").json()}\n');
  own.write("src/notebooks/of-another.md", '```js\nFileAttachment("../data/absent/rates.arrow").arrow()\n```\n');
}, 600_000);
afterAll(async () => {
  await browser.close();
  own?.remove();
});

/** What a preview does to its pages: it tells them to load again, and does so once more before they have. */
const isPreviews = (problem: string, address: string): boolean =>
  /websocket|livereload/i.test(problem) || problem === `failed: ${address} net::ERR_ABORTED`;

/** Opens a page, waits until it is at rest, and fails on whatever went wrong, apart from what a preview does. */
async function visit(address: string, act: (page: Page) => Promise<void>): Promise<void> {
  const {page, problems} = await watchPage(browser, address);
  expect(await settle(page, 120_000), address).toEqual([]);
  await act(page);
  expect(
    problems.filter((problem) => !isPreviews(problem, address)),
    address
  ).toEqual([]);
  await page.context().close();
}

const sidebarOf = (page: Page): Promise<string[]> =>
  page.locator("#observablehq-sidebar li a").evaluateAll((links) => links.map((link) => link.textContent!.trim()));

describe("a repository of one's own, with the packed package", () => {
  it("gets what runs, and nothing else", ({skip}) => {
    if (missing) skip(missing);
    expect(own.packed).toContain("loaders/surfturf.js");
    expect(own.packed).toContain("src/index.md");
    const others = own.packed.filter((path) =>
      /\.test\.ts$|\/testing\b|^(bench|\.ci|node_modules)\/|\.env$/.test(path)
    );
    expect(others).toEqual([]);
    expect(own.surfturf("init", "../another")).toContain("npm install && npm start");
    const {dependencies} = JSON.parse(readFileSync(join(own.folder, "../another/package.json"), "utf8")) as {
      dependencies: {surfturf: string};
    };
    expect(dependencies.surfturf).toMatch(/^file:\.\.\/surfturf-.*\.tgz$/);
  });

  it("runs its study and builds a site with its notebooks, pages and components", async ({skip}) => {
    if (missing) skip(missing);
    own.npm("run", "build");
    const {url, close} = await serveSite({folder: join(own.folder, "dist"), port: 0});
    try {
      await visit(url, async (page) => {
        const listed = await sidebarOf(page);
        for (const name of ["First notebook", "Second", "A component of mine", "of-another", "My page", "Flags"])
          expect(listed).toContain(name);
        expect(listed).not.toContain("Case study: a real model");
      });
      await visit(`${url}notebooks/first-notebook`, async (page) =>
        expect(await page.locator("main tbody tr").count()).toBe(4)
      );
      await visit(`${url}notebooks/with-component`, async (page) =>
        expect(await page.locator(".greeting").innerText()).toBe("Hello, auditor.")
      );
      await visit(`${url}notebooks/of-another`, async (page) =>
        expect(await page.locator(".note").innerText()).toContain("study absent, which is not here")
      );
      await visit(`${url}flags`, async (page) => expect(await page.locator("main").innerText()).toMatch(/Flags\s+\d+/));
      for (const path of ["studies/first/", "studies/first/search", "studies/first/findings", "paper/", "compare"])
        await visit(url + path, async () => undefined);
      await visit(`${url}studies/first/my-page`, async (page) =>
        expect(await page.locator("main").innerText()).toMatch(/My first study has 960 candidates/)
      );
    } finally {
      await close();
    }
    expect(existsSync(join(own.folder, "node_modules/surfturf/dist"))).toBe(false);
    expect(existsSync(join(own.folder, "node_modules/surfturf/src/.observablehq"))).toBe(false);
  }, 600_000);

  it("is a library for plain Node", ({skip}) => {
    if (missing) skip(missing);
    own.write("use.mjs", script);
    const [state, title, flagged, share, arrow, unknown] = JSON.parse(own.node("use.mjs")) as unknown[];
    expect([state, title]).toEqual(["finished", "My first study"]);
    expect(flagged).toBeGreaterThan(0);
    expect(share).toMatchObject({rate: (flagged as number) / 960});
    expect(arrow).toBeGreaterThan(1000);
    expect(unknown).toBe("no such study: nobody; there are first");
  });

  it("is a library with types, resolved as Node does", ({skip}) => {
    if (missing) skip(missing);
    own.write("check.mts", typed);
    const compilerOptions = {
      ...{module: "nodenext", moduleResolution: "nodenext", target: "es2022", lib: ["es2023", "dom"]},
      ...{strict: true, noEmit: true, skipLibCheck: false, types: []}
    };
    own.write("tsconfig.json", JSON.stringify({compilerOptions, files: ["check.mts"]}));
    const tsc = join(projectFolder, "node_modules", "typescript", "bin", "tsc");
    expect(() => own.node(tsc, "--project", "tsconfig.json")).not.toThrow();
  });

  it("follows its notebooks in dev: one that changes, and one that is added", async ({skip}) => {
    if (missing) skip(missing);
    const port = 20_000 + (process.pid % 20_000);
    const preview = own.start("dev", "--port", String(port));
    try {
      await untilSaid(preview, String(port));
      await visit(`http://127.0.0.1:${port}/notebooks/with-component`, async (page) => {
        await page.evaluate(() => (document.body.dataset.kept = "yes"));
        const file = join(own.folder, "src/notebooks/with-component.md");
        own.write("src/notebooks/with-component.md", readFileSync(file, "utf8").replace('"auditor"', '"reader"'));
        await expect
          .poll(() => page.locator(".greeting").allInnerTexts(), {timeout: 60_000})
          .toEqual(["Hello, reader."]);
        expect(await page.evaluate(() => document.body.dataset.kept)).toBe("yes"); // no reload
        own.write("src/notebooks/third.md", "# A third one\n");
        await expect.poll(() => sidebarOf(page), {timeout: 60_000}).toContain("A third one");
      });
    } finally {
      process.kill(-preview.pid!, "SIGINT");
      if (preview.exitCode === null) await once(preview, "close");
    }
  }, 300_000);

  it("reports a study with a page of its own", async ({skip}) => {
    if (missing) skip(missing);
    own.surfturf("report", "first", "--out", "report", "--pages", "overview,my-page");
    const {url, close} = await serveSite({folder: join(own.folder, "report"), port: 0});
    try {
      await visit(`${url}studies/first/my-page`, async (page) =>
        expect(await page.locator("main").innerText()).toMatch(/has 960 candidates/)
      );
      expect(existsSync(join(own.folder, "report/notebooks"))).toBe(false);
    } finally {
      await close();
    }
  }, 300_000);
});

describe("other package managers", () => {
  it.for(["pnpm", "yarn"])("%s installs what runs a study", {timeout: 400_000}, (manager, {skip}) => {
    if (missing) skip(missing);
    if (spawnSync(manager, ["--version"]).status !== 0) skip(`${manager} is not installed`);
    own.surfturf("init", `../with-${manager}`);
    const folder = join(own.folder, "..", `with-${manager}`);
    run(folder, manager, "install");
    expect(run(folder, manager, "surfturf", "run", "first")).toContain("first: finished");
  });
});

/** Waits until a process has printed a text. */
async function untilSaid(child: ChildProcess, text: string): Promise<void> {
  let said = "";
  for (const stream of [child.stdout!, child.stderr!]) stream.on("data", (part: Buffer) => (said += part.toString()));
  await vi.waitUntil(() => said.includes(text) || child.exitCode !== null, {timeout: 120_000});
  expect(said).toContain(text);
}
