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
    include: ["loaders/**/*.test.ts", "src/**/*.test.ts", "bench/**/*.test.ts", "*.test.ts"],
    exclude: ["node_modules", "dist", "src/.observablehq"],
    reporters: ["default", closingLine],
    testTimeout: 60_000,
    hookTimeout: 240_000,
    pool: "forks",
    maxWorkers: 2
  }
});
