import type {CallRecord, JournalReader} from "../../store/journal.js";
import type {CallHandle} from "../ask-candidate.js";
import {noTexts, type Texts} from "../../step/texts.js";
import {failureOf, reasonsOf} from "../reasons.js";
import {safeParseQuery} from "../parse-query.js";
import {toCallRow} from "../../step/call-row.js";
import type {TextReader} from "./search-record.js";

/** Reads a candidate's texts and calls back from the journal, where each is kept once. */
export function journalReader(journal: JournalReader): TextReader<CallHandle> {
  return {
    read(handle) {
      const records = handle.map((ordinal) => journal.read(ordinal));
      return {texts: textsOf(records), calls: records.map(toCallRow)};
    }
  };
}

function textsOf(records: CallRecord[]): Texts {
  const [query, target, ...judges] = records;
  return {
    ...noTexts,
    query: queryOf(query),
    response: target?.text ?? null,
    thinking: target?.thinking || null,
    reasoning: reasonsOf(judges) ?? failureOf(records),
    judgeThinking: judges.flatMap(({thinking}) => thinking || []).join("\n\n") || null
  };
}

/** The query that was sent; the raw answer of the query model where there is none to send. */
function queryOf(record: CallRecord | undefined): string | null {
  if (record?.text == null) return null;
  const parsed = safeParseQuery(record.text);
  return parsed.success ? parsed.value : record.text;
}
