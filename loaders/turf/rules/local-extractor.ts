import type {Extracted, Extractor} from "../extractor.js";
import {collect, type Note} from "./note.js";
import {noteCodeRequest} from "./query/code-requests.js";
import {noteMathematics} from "./query/mathematics.js";
import {notePersona} from "./query/persona.js";
import {noteQuestionForm} from "./query/question-form.js";
import {noteAskedLanguage, noteRequests} from "./query/requests.js";
import {noteRestrictions} from "./query/restrictions.js";
import {noteStructure} from "./query/structure.js";
import {noteTools} from "./query/tool-offers.js";
import {noteUserState} from "./query/user-state.js";
import {noteResponseCode} from "./response/code-answer.js";
import {noteEcho, noteStatements, noteVerse, noteVoice} from "./response/form.js";
import {noteStance} from "./response/stance.js";
import {noteToolCalls} from "./response/tool-calls.js";
import {noteWorking} from "./response/working.js";
import {codeIn, noteCode} from "./text/code.js";
import {noteEntities} from "./text/entities.js";
import {noteFormatting} from "./text/formatting.js";
import {languageOf, noteLanguage} from "./text/language.js";
import {noteMentions} from "./text/mentions.js";
import {noteRegister} from "./text/register.js";
import {noteSentiment} from "./text/sentiment.js";
import {noteQuerySize, noteResponseSize} from "./text/size.js";
import {toText, type Text} from "./text/text.js";
import {noteTopics} from "./text/topics.js";
import {localExtractorName} from "./version.js";

/**
 * A rule-based extractor: it costs nothing and sends nothing anywhere. It sees the surface of a text (language,
 * form, vocabulary, kinds of request), not its meaning: docs/turf-local.md says what it can't see. The same fact always
 * has the same sentence.
 */
export function createLocalExtractor(): Extractor {
  return {
    name: localExtractorName,
    extract: (pairs) => Promise.resolve(pairs.map(extractLocally))
  };
}

/** The attributes of one pair, by rules alone. */
export function extractLocally({query, response}: {query: string; response: string}): Extracted {
  const asked = toText(query);
  const answered = toText(response);
  return {
    query: collect("query", (note) => noteQuery(asked, note)),
    response: collect("response", (note) => noteResponse(asked, answered, note)),
    reason: null
  };
}

/** All attributes of a query, not only the ten most telling. */
export const allOfQuery = (query: string): string[] =>
  collect("query", (note) => noteQuery(toText(query), note), Infinity);

function noteQuery(text: Text, note: Note): void {
  const code = codeIn(text);
  const language = code !== undefined && code.share > 0.5 ? undefined : languageOf(text);
  const isEnglish = language === "English";
  noteLanguage(text, language, note);
  noteTools(text, code, note);
  noteFormatting(text, note);
  if (code !== undefined) noteCode(code, note);
  noteCodeRequest(text, code, note);
  const isWordProblem = noteMathematics(text, note);
  noteQuestionForm(text, note);
  noteRequests(text, note);
  noteRestrictions(text, note);
  noteAskedLanguage(text, note);
  notePersona(text, note);
  noteUserState(text, note);
  noteStructure(text, isWordProblem, note);
  noteQuerySize(text, note);
  noteContent(text, isEnglish, code !== undefined, note);
}

function noteResponse(query: Text, text: Text, note: Note): void {
  const code = codeIn(text);
  const language = code !== undefined && code.share > 0.5 ? undefined : languageOf(text);
  noteLanguage(text, language, note);
  noteResponseSize(text, code !== undefined, note);
  noteToolCalls(text, code, note);
  noteFormatting(text, note);
  if (code !== undefined) {
    noteCode(code, note);
    noteResponseCode(code, text, note);
  }
  noteWorking(text, code !== undefined, note);
  if (code === undefined) {
    noteEcho(query, text, note);
    noteStance(text, note);
    noteVoice(text, note);
    noteVerse(text, note);
    noteStatements(text, note);
  }
  noteContent(text, language === "English", code !== undefined, note);
}

/** What both sides may show. */
function noteContent(text: Text, isEnglish: boolean, isCode: boolean, note: Note): void {
  noteRegister(text, isEnglish, isCode, note);
  noteSentiment(text, note);
  if (!isCode) noteEntities(text, note);
  noteTopics(text, note);
  noteMentions(text, note);
}
