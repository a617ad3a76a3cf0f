import type {CallRecord, JournalReader} from "../../store/journal.js";
import type {CallHandle} from "../ask-candidate.js";
import {noTexts, type Texts} from "../../step/texts.js";
import {failureOf, judgeReasons} from "../reasons.js";
import {safeParseQuery} from "../parse-query.js";
import {toCallRow} from "../../step/call-row.js";
import type {TextReader} from "./search-record.js";

/**
 * Reads the texts and the calls of a candidate from the journal; a query that is a prompt of a corpus, from `textOf`.
 */
export function journalReader(journal: JournalReader, textOf?: (prompt: number) => string): TextReader<CallHandle> {
  return {
    read({calls, checked = [], severity = [], contrast = [], prompt}) {
      const records = calls.map((ordinal) => journal.read(ordinal));
      const contrasted = contrast.map((ordinal) => journal.read(ordinal));
      const texts =
        prompt === null
          ? {...textsOfAnswers(records.slice(1)), query: queryOf(records[0])}
          : {...textsOfAnswers(records), query: textOf!(prompt)};
      return {
        texts: {...texts, ...textsOfContrast(contrasted), reasoning: texts.reasoning ?? failureOf(records)},
        calls: [...records, ...contrasted, ...[...severity, ...checked].map((ordinal) => journal.read(ordinal))].map(
          toCallRow
        )
      };
    }
  };
}

function textsOfAnswers([target, ...judges]: CallRecord[]): Texts {
  return {
    ...noTexts,
    response: target?.text ?? null,
    thinking: target?.thinking || null,
    reasoning: judgeReasons(judges),
    judgeThinking: judges.flatMap(({thinking}) => thinking || []).join("\n\n") || null
  };
}

function textsOfContrast(records: CallRecord[]): Pick<Texts, "contrastResponse" | "contrastReasoning"> {
  const [asked, ...judges] = records;
  return {contrastResponse: asked?.text ?? null, contrastReasoning: judgeReasons(judges) ?? failureOf(records)};
}

/** The query that was sent, or the raw answer of the query model if it has none. */
function queryOf(record: CallRecord | undefined): string | null {
  if (record?.text == null) return null;
  const parsed = safeParseQuery(record.text);
  return parsed.success ? parsed.value : record.text;
}
