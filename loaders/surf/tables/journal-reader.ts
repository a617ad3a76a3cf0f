import type {CallRecord, JournalReader} from "../../store/journal.js";
import type {CallHandle} from "../ask-candidate.js";
import {noTexts, type Texts} from "../../step/texts.js";
import {failureOf, judgeReasons} from "../reasons.js";
import {safeParseQuery} from "../parse-query.js";
import {toCallRow} from "../../step/call-row.js";
import type {TextReader} from "./search-record.js";

/** Reads the texts and the calls of a candidate from the journal. */
export function journalReader(journal: JournalReader): TextReader<CallHandle> {
  return {
    read(handle) {
      const records = handle.map((ordinal) => journal.read(ordinal));
      return {texts: textsOfCalls(records), calls: records.map(toCallRow)};
    }
  };
}

function textsOfCalls(records: CallRecord[]): Texts {
  const [query, target, ...judges] = records;
  return {
    ...noTexts,
    query: queryOf(query),
    response: target?.text ?? null,
    thinking: target?.thinking || null,
    reasoning: judgeReasons(judges) ?? failureOf(records),
    judgeThinking: judges.flatMap(({thinking}) => thinking || []).join("\n\n") || null
  };
}

/** The query that was sent, or the raw answer of the query model if it has none. */
function queryOf(record: CallRecord | undefined): string | null {
  if (record?.text == null) return null;
  const parsed = safeParseQuery(record.text);
  return parsed.success ? parsed.value : record.text;
}
