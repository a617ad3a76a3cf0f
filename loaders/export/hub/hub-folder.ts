import {writeFileSync} from "node:fs";
import {join} from "node:path";
import {tableNames} from "../../../src/shared/schema.js";
import type {ExportFormat} from "../format.js";
import {datasetCard, firstTable} from "./card.js";
import {writeShards, type ShardedTable} from "./shards.js";

/** A dataset folder as the Hugging Face hub has it: Parquet files by table, and a card. */
export const hubFolder: ExportFormat = {
  name: "hub-folder",
  async write({manifest, folder, license, notes, signal}) {
    const tables: ShardedTable[] = [];
    for (const table of tableNames) {
      signal?.throwIfAborted();
      tables.push(await writeShards(manifest.name, table, folder));
    }
    writeFileSync(join(folder, "study.json"), `${JSON.stringify(manifest, null, 2)}\n`);
    writeFileSync(join(folder, "README.md"), datasetCard(manifest, tables, {license, notes}));
    const sum = (of: (table: ShardedTable) => number): number => tables.reduce((total, each) => total + of(each), 0);
    return {
      files: sum(({shards}) => shards) + 2,
      rows: sum(({rows}) => rows),
      next: `Read it: datasets.load_dataset("FOLDER", "${firstTable(tables)}"). Nothing was uploaded.`
    };
  }
};
