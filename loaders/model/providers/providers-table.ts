import {allProviders} from "./registry.js";

/** The table of docs/providers.md, a row a provider: `npm run docs` writes it. */
export function providersTable(): string {
  const rows = allProviders().map(({keyVariable, docs: {names, api, thinking}}) => {
    const key = keyVariable === null ? "none" : `\`${keyVariable}\``;
    return `| ${names} | ${api} | ${key} | ${thinking} |`;
  });
  return ["| name | API | key from | thinking is asked for as |", "|---|---|---|---|", ...rows].join("\n");
}
