import {groupsBy} from "../ui/order.js";
import {rowsOf, type Database} from "../ui/database.js";
import {shownModel} from "../ui/modelName.js";

/** A rubric on a model: what a study searches, in independent runs. */
export interface Search {
  rubric: string;
  model: string;
}

/** A search as a reader chooses it. */
export const searchName = ({rubric, model}: Search): string => `${rubric}, ${shownModel(model)}`;

/** The searches of a study in its order, each with the numbers of its runs. */
export async function searchesOf(db: Database): Promise<(Search & {runs: number[]})[]> {
  const rows = await rowsOf<Search & {run: number}>(db, "SELECT rubric, model, run FROM runs");
  return groupsBy(rows, ({rubric, model}) => JSON.stringify([rubric, model])).map((own) => {
    const {rubric, model} = own[0]!;
    return {rubric, model, runs: own.map(({run}) => run)};
  });
}
