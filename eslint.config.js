import js from "@eslint/js";
import ts from "typescript-eslint";

export default ts.config(
  {
    ignores: [
      "dist/",
      "dist-*/",
      "types/",
      "compiled/",
      "node_modules/",
      "data/runs/",
      "data/indexes/",
      ".surfturf/",
      "src/.observablehq/",
      "coverage/"
    ]
  },
  js.configs.recommended,
  ...ts.configs.strict,
  {
    rules: {
      "@typescript-eslint/no-non-null-assertion": "off", // index access inside checked bounds
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-unused-vars": ["error", {argsIgnorePattern: "^_", varsIgnorePattern: "^_"}],
      "no-restricted-syntax": ["error", {selector: "TSEnumDeclaration", message: "use a union of literals"}],
      eqeqeq: ["error", "always", {null: "ignore"}],
      "no-console": "error"
    }
  },
  {
    files: ["loaders/**/*.js", "*.js", "bench/**"],
    languageOptions: {globals: {process: "readonly", Request: "readonly"}}
  },
  {files: ["bench/**"], rules: {"no-console": "off"}}
);
