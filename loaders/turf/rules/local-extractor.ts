import type {Extracted, Extractor} from "../extractor.js";
import {codeIn, noteCode, noteCodeRequest, noteResponseCode} from "./response/code.js";
import {noteEntities} from "./query/entities.js";
import {noteFormatting} from "./response/formatting.js";
import {languageOf, noteLanguage} from "./language.js";
import {noteMathematics, noteWorking} from "./query/mathematics.js";
import {noteMentions} from "./query/mentions.js";
import {collect, type Note} from "./note.js";
import {notePersona} from "./query/persona.js";
import {noteQuestionForm} from "./query/question-form.js";
import {noteRegister} from "./query/register.js";
import {noteAskedLanguage, noteRequests} from "./query/requests.js";
import {noteEcho, noteStatements, noteVerse, noteVoice} from "./response/response-form.js";
import {noteQuerySize, noteResponseSize} from "./size.js";
import {noteStance} from "./response/stance.js";
import {noteStructure} from "./response/structure.js";
import {toText, type Text} from "./text.js";
import {noteToolCalls} from "./response/tool-calls.js";
import {noteTools} from "./query/tool-offers.js";
import {noteTopics} from "./query/topics.js";
import {noteSentiment, noteUserState} from "./query/user-state.js";
import {localExtractorName} from "./version.js";

/**
 * A rule-based extractor of ours: it costs nothing and sends nothing anywhere. It sees the surface of a text (language,
 * form, vocabulary, kinds of request), not its meaning: docs/turf-local.md says what it can't see. The same fact always
 * gives the same sentence.
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
