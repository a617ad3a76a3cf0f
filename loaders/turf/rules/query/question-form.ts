import {regex} from "../../../util/regex.js";
import {applyRules, type Note, type Rule} from "../note.js";
import type {Text} from "../text/text.js";
import {wordSet} from "../text/words.js";

const first = /^["'(\s]*([a-z]+)/i;
const asking = wordSet("what who whom whose when where which why how");
const polar = wordSet(`
is are was were am do does did can could will would should has have had may might shall isn't aren't don't doesn't
didn't`);
const verbs = wordSet(`
arrange order verify estimate respond check write create explain describe give list tell make generate summarize
summarise translate find provide suggest design implement develop calculate compute convert classify identify
discuss compare analyze analyse compose draft outline define name show help solve construct build rewrite edit
extract choose select determine imagine pretend act consider read answer use complete fill predict imitate respond
recommend propose produce prepare plan detail elaborate elucidate delineate illustrate offer craft formulate invent
narrate recount share teach evaluate assess review rank sort count add remove replace modify fix debug correct
improve optimize refactor paraphrase simplify expand shorten combine inform advise persuade roleplay portray deliver
brainstorm examine investigate explore prove derive simulate state present search check look get retrieve fetch
return print enter`);

const events: readonly Rule[] = [
  [
    regex("i")`
      ^when (?:did|was|were) (?:the )?[^?\n]{2,120}?\b(?:
        invent(?:ed)?|discover(?:ed)?|creat(?:e|ed)|develop(?:ed)?|design(?:ed)?|introduc(?:e|ed)
        |found(?:ed)?|patent(?:ed)?|built|build
      )\b
    `,
    93,
    "asks when something was invented, discovered or founded"
  ],
  [
    regex("i")`
      ^when (?:did|was|were) [^?\n]{2,120}?
      \b(?:write|written|publish(?:ed)?|paint(?:ed)?|compose[d]?|direct(?:ed)?|record(?:ed)?|release[d]?)\b
    `,
    92,
    "asks when a work was written, made or released"
  ],
  [
    regex("i")`
      ^(?:who|which (?:person|scientist|author)) (?:first )?
      (?:invented|discovered|created|founded|designed|developed)\b
    `,
    92,
    "asks who invented, discovered or founded something"
  ],
  [/^(?:who|which author) (?:wrote|painted|composed|directed|sang|sings|sung)\b/i, 90, "asks who made a work"],
  [
    /^who (?:did|does|played|plays|voiced)\b[^?\n]{0,80}\bplay|^who (?:played|plays|voiced|voices)\b/i,
    91,
    "asks who played a role in a film or series"
  ],
  [
    /^where (?:was|were|is) (?:the )?(?:film|movie|show|series)?[^?\n]{1,80}\bfilmed\b/i,
    90,
    "asks where a film was made"
  ],
  [/^(?:when|what year|in (?:what|which) year|what date)\b/i, 58, "asks for a date or year"],
  [/^who (?:is|was|are|were)\b/i, 56, "asks who somebody is"],
  [/^where\b/i, 56, "asks for a place"],
  [/^how (?:can|do|should|could|would|to) ?(?:i|you|we|one|someone)?\b/i, 57, "asks how to do something"],
  [/^how (?:many|much)\b/i, 50, "asks for a quantity"],
  [
    /^what (?:is|are) (?:the )?(?:difference|differences)\b|\bcompare (?:and contrast|the|these)\b/i,
    62,
    "asks for a comparison"
  ],
  [
    regex("i")`
      ^(?:
        what(?:'s| is| are) (?:an? |the )?[\w' -]{2,40}\?$
        |what does .{1,60} mean\b
        |what is (?:the )?(?:meaning|definition)\b
        |define\b
      )
    `,
    40,
    "asks what something is"
  ],
  [/^why\b/i, 55, "asks for a reason"]
];

const presupposing: readonly Rule[] = [
  [
    /^why (?:did|does|do|is|are|was|were|has|have|can't|don't|doesn't|didn't|isn't|aren't)\b/i,
    67,
    "takes for granted that something is so and asks why"
  ],
  [
    /^(?:[Ww]hen|[Ww]here|[Hh]ow) did (?:the )?["\u201c]?[A-Z][\w.'-]{1,30}\b/,
    69,
    "takes for granted that a named person did something"
  ],
  [/^(?:since|given that|considering that|knowing that|now that)\b/i, 59, "starts from a premise"],
  [
    regex("i")`
      ^(?:is it (?:true|correct|right)|true or false|check (?:if|whether)|verify)\b
      |\b(?:is|are) (?:the|this|that|these|the following) (?:
        statements?|claims?|equations?|facts?|sentences?
      )\b[^?]{0,300}\b(?:true|correct|right|accurate|false|valid)\b
      |\b(?:factually (?:correct|accurate)|is (?:this|that) (?:true|correct|right))\b
      |\b(?:right|correct|isn't it|isn't that so|don't you think)\?\s*$
    `,
    72,
    "asks for a claim to be confirmed"
  ],
  [
    /^(?:is|does|are|do|was|will|check:?|is this true:?)\b[^?\n]{0,60}\d\s?[-+*/\u00d7]\s?\d+\s?=\s?\d/i,
    94,
    "asks whether an arithmetic statement is true"
  ]
];

/** Question-form family of a query: its first words, and what kind of question it is. */
export function noteQuestionForm({shown}: Text, note: Note): void {
  const start = sentenceOfRequest(shown);
  const word = first.exec(start)?.[1]?.toLowerCase() ?? "";
  const capital = `${word[0]?.toUpperCase() ?? ""}${word.slice(1)}`;
  if (asking.has(word)) note(43, `is a question that begins with ${capital}`);
  else if (polar.has(word) && start.includes("?")) {
    note(45, `is a yes-or-no question that begins with ${capital}`);
    note(39, "is a yes-or-no question");
  } else if (verbs.has(word)) note(42, `is an instruction that begins with ${capital}`);
  applyRules(events, start, note);
  applyRules(presupposing, start, note);
}

/** The text from where it asks: polite and introductory words at its start are passed over. */
const sentenceOfRequest = (text: string): string =>
  text.slice(0, 400).replace(
    regex("i")`
    ^(?:
      please|kindly|hi|hello|hey|ok|okay|so|well|also|now|then|q:|question:|can you please|could you please
      |can you|could you
    )\b[,!:. ]*
  `,
    ""
  );
