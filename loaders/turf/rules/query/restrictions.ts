import {regex} from "../../../util/regex.js";
import {applyRules, type Note, type Rule} from "../note.js";
import type {Text} from "../text/text.js";

/** Restrictions on the answer. */
const restrictions: readonly Rule[] = [
  [
    regex("i")`
      \b(?:
        choose|pick|select|which of (?:the following|these)|options?(?: are)?:|possible answers?
        |multiple[- ]choice|from the (?:options|choices|list)|choices:
        |one of (?:the|these) (?:following|options)|given a (?:list|choice) of|select from
      )\b
    `,
    82,
    "asks to choose from given options"
  ],
  [
    /\b(?:yes or no|yes, no|true or false|answer (?:with )?(?:yes|no)|yes\/no)\b|\byes,? (?:no,? )?or (?:maybe|no)\b/i,
    81,
    "asks for yes or no"
  ],
  [
    regex("i")`
      \b(?:
        only (?:answer|respond|reply|return|output|give|provide|write)
        |(?:answer|respond|reply|return|output) (?:only|with only|just|with just)
        |and nothing else
        |no explanation
        |without (?:any )?(?:explanation|additional|further)
      )\b
    `,
    83,
    "restricts the answer to a given form"
  ],
  [/\b(?:one|a single|single) word\b|\b(?:in|with) (?:one|a) word\b/i, 82, "asks for one word"],
  [
    regex("i")`
      \b(?:
        in|under|within|at most|no more than|less than|fewer than|maximum(?: of)?|about|around|approximately
        |exactly|limit(?:ed)? to|up to
      ) (?:\d{1,4}|one|two|three|four|five|ten|a hundred)(?:[- ]to[- ]\d{1,4})?[- ]
      (?:words?|sentences?|characters?|paragraphs?|lines?|letters?|pages?)\b
      |\b\d{2,4}[- ]words?\b
    `,
    80,
    "limits the length of the answer"
  ],
  [
    /\b(?:briefly|brief|short(?:ly)?|concise(?:ly)?|succinct(?:ly)?|in short|few words)\b/i,
    48,
    "asks for a short answer"
  ],
  [
    /\b(?:in detail|detailed|thorough(?:ly)?|comprehensive(?:ly)?|in[- ]depth|as much detail)\b/i,
    50,
    "asks for a detailed answer"
  ],
  [
    regex("i")`
      \b(?:json|xml|yaml|csv|markdown|html table)\b[^.?!\n]{0,30}\b(?:format|object|output|array|file)\b
      |\b(?:as|in|to|return) (?:valid )?(?:json|xml|yaml|csv|markdown)\b
    `,
    81,
    "asks for a machine-readable format"
  ],
  [
    regex("i")`
      \b(?:in (?:a|the form of a)|as a|create a|make a) (?:
        table|bulleted list|bullet(?:ed)? points?|numbered list|list
      )\b
      |\bbullet points?\b
    `,
    62,
    "asks for a list or table"
  ],
  [
    regex("i")`
      \b(?:list|give|name|provide|suggest|write|generate|offer|share|recommend|create|propose)\b(?: me)?
      (?: at least)?(?: the)?(?: top)? (?:\d{1,3}|two|three|four|five|six|seven|eight|ten|twenty)\b
    `,
    64,
    "asks for a given number of things"
  ],
  [
    regex("i")`
      \b(?:
        do not (?:use|include|mention|write|say|give|add|repeat|explain|answer)
        |don't (?:use|include|mention|write|say|give|add|repeat|explain)
        |must not
        |should not
        |never (?:use|mention|say|write|include)
        |avoid
        |without (?:using|mentioning)
      )\b
    `,
    43,
    "forbids something in the answer"
  ],
  [
    regex("i")`
      \b(?:
        you must|make sure|ensure|be sure to|should include|include the words?
        |your (?:answer|response|reply) (?:must|should|needs)
      )\b
    `,
    47,
    "sets a condition for the answer"
  ],
  [
    regex("i")`
      \b(?:in|using) (?:all )?(?:lower ?case|upper ?case|capital letters|caps)\b
      |\b(?:no|without) commas?\b
      |\bwrap your\b
      |\bend your (?:response|answer|reply) with\b
      |\bstart (?:your|the) (?:response|answer)\b
      |\brepeat the (?:request|question)\b
    `,
    80,
    "asks for a special form of writing"
  ],
  [
    regex("i")`
      \b(?:
        like (?:i'm|i am) (?:five|5|a)
        |eli5
        |(?:explain|describe|tell)[^.\n]{0,60} (?:for|to) (?:a |an )?
        (?:child|children|kids|beginners?|layman|[5-9][- ]year|someone who)
        |in simple (?:terms|words)
        |simple language
      )\b
    `,
    72,
    "asks for simple language"
  ]
];

/** Restriction family of a query. */
export const noteRestrictions = ({edges}: Text, note: Note): void => applyRules(restrictions, edges, note);
