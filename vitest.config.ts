import {defineConfig} from "vitest/config";

export default defineConfig({
  test: {
    include: ["loaders/**/*.test.ts", "src/**/*.test.ts", "bench/**/*.test.ts", "*.test.ts"],
    exclude: ["node_modules", "dist", "src/.observablehq"],
    testTimeout: 30_000,
    pool: "forks"
  }
});
