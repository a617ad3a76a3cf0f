import type {RowOrders} from "./rowOrder.js";

export const candidateOrders = {
  score: {title: "highest score first", by: {column: "score", descending: true}},
  lowest: {title: "lowest score first", by: {column: "score", descending: false}},
  longest: {title: "longest response first", by: {column: "length", descending: true}},
  latest: {title: "latest iteration first", by: {column: "iteration", descending: true}},
  order: {title: "in the order of the study", by: null}
} as const satisfies RowOrders;
