import {defineConfig} from "vitest/config";
import type {Reporter, TestModule} from "vitest/node";

/** Closes a test run with one line that any reader of logs understands. */
const closingLine: Reporter = {
  onTestRunEnd(modules: readonly TestModule[], errors) {
    const count = (state: "passed" | "failed" | "skipped") =>
      modules.flatMap((module) => [...module.children.allTests(state)]).length;
    const broken = modules.filter((module) => module.state() === "failed" && module.errors().length > 0).length;
    const failed = count("failed") + broken + errors.length;
    process.stdout.write(`\n${count("passed")} passed, ${failed} failed, ${count("skipped")} skipped\n`);
  }
};

export default defineConfig({
  test: {
    reporters: ["default", closingLine],
    pool: "forks",
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["loaders/**/*.test.ts", "src/**/*.test.ts", "bench/**/*.test.ts"],
          exclude: ["src/**/*.browser.test.ts"],
          testTimeout: 60_000,
          hookTimeout: 120_000
        }
      },
      {
        extends: true,
        test: {
          name: "browser",
          include: ["src/**/*.browser.test.ts"],
          globalSetup: ["src/testing/serve-site.ts"],
          maxConcurrency: 3,
          fileParallelism: false, // they share Framework's cache
          testTimeout: 150_000,
          expect: {poll: {timeout: 30_000, interval: 100}},
          hookTimeout: 240_000
        }
      }
    ]
  }
});
