import type {Row, TableName} from "../../src/shared/schema.js";
import {readTable} from "../store/tables.js";

/** Rows about the surest findings of a study: what a page needs to say all that is known of them. */
export interface StrongestRows {
  findings: Row<"findings">[];
  rates: Row<"rates">[];
  prompts: Row<"probe_prompts">[];
  regions: Row<"regions">[];
  traces: Row<"traces">[];
}

const most = 4;

/** The findings of a study that were sampled again, the surest few, with the rows of other tables about them. */
export async function strongestRows(study: string): Promise<StrongestRows> {
  const sampled = (await read(study, "findings")).filter(({confirmed_low: low}) => low !== null);
  const findings = sampled.sort((a, b) => b.confirmed_low! - a.confirmed_low! || b.score - a.score).slice(0, most);
  const none: StrongestRows = {findings, rates: [], prompts: [], regions: [], traces: []};
  if (findings.length === 0) return none;
  const ids = new Set<string | null>(findings.map(({id}) => id));
  const regions = new Set(findings.map(({region}) => region));
  return {
    findings,
    rates: (await read(study, "rates")).filter(({step, item}) => step === "surf" || ids.has(item)),
    prompts: (await read(study, "probe_prompts")).filter(({item}) => ids.has(item)),
    regions: (await read(study, "regions")).filter(({id}) => regions.has(id)),
    traces: (await read(study, "traces")).filter(({finding}) => ids.has(finding))
  };
}

const read = async <T extends TableName>(study: string, table: T): Promise<Row<T>[]> =>
  (await readTable(study, table)) ?? [];
