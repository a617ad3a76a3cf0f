import {allPairShapes} from "./registry.js";

/** The table of docs/corpora.md, a row a shape: `npm run docs` writes it. */
export function pairShapesTable(): string {
  const rows = allPairShapes().map(({docs: {title, columns}}) => `| ${title} | ${columns} |`);
  return ["| shape | columns |", "|---|---|", ...rows].join("\n");
}
