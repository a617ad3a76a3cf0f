import {regex} from "../../../util/regex.js";
import {applyRules, type Note, type Rule} from "../note.js";
import type {Text} from "../text/text.js";
import {wordSet} from "../text/words.js";

const role = regex("i")`
  \b(?:
    you are|you're|imagine you are|imagine you're|imagine being|act as|acting as|role-?play(?:ing)? as
    |pretend (?:to be|you are|you're|that you are)|in the (?:voice|role|style) of|speak as|respond as
    |answer as|assume the role of|from the perspective of|embody|portray
  ) (?:an? |the )?([a-z][a-z'-]{1,20}(?: [a-z][a-z'-]{1,20}){0,2})?
`;
const endings = wordSet(`
given asked who that which and in on at with from for to of living visiting working trying stranded named called as
during about writing has have is was are the a an whose where when speaking tasked responsible observing`);

const rules: readonly Rule[] = [
  [/\bimagine (?:you|that|a|being|living)\b/i, 70, "asks the model to imagine something"],
  [/\bpretend\b/i, 70, "asks the model to pretend"],
  [
    regex("i")`
      \b(?:you are|you're|act as) (?:an? )?
      (?:ai|helpful|virtual|personal|digital|language model|assistant|chatbot|expert|professional)\b
    `,
    68,
    "tells the model what kind of assistant it is"
  ],
  [
    /\b(?:as|of) an? (?:expert|professional|experienced|seasoned|renowned|famous)\b/i,
    54,
    "speaks of an expert or professional"
  ],
  [
    regex("i")`
      \b(?:
        time travel|wizard|dragon|vampire|alien|superhero|knight|elf|magical?|enchanted|detective|pirate
        |astronaut|robot|zombie|ghost|mermaid|kingdom
      )
    `,
    53,
    "has a fantastic or adventurous setting"
  ]
];

const assigns = regex()`
  (?:^|[.!?:\n]\s*)(?:
    (?:You are|You're|you are|you're|YOU ARE) (?:an? |the |my |[A-Z])
    |[Ii]magine (?:you|being)\b
    |[Aa]ct as\b
    |[Rr]ole-?play
    |[Pp]retend\b
    |[Ii]n the (?:voice|role) of
    |[Ss]peak as\b
    |[Rr]espond as\b
    |[Aa]ssume the role
    |[Ss]uppose you are
    |[Aa]s an? [a-z ]{3,40}, (?:describe|write|tell|give|explain|share|provide)
  )
`;

/** Persona family of a query: the part that the model is to play. */
export function notePersona({edges}: Text, note: Note): void {
  if (!assigns.test(edges)) return applyRules(rules.slice(4), edges, note);
  note(89, "asks the model to play a role");
  applyRules(rules, edges, note);
  const words = role.exec(edges)?.[1]?.split(" ") ?? [];
  const end = words.findIndex((word) => endings.has(word.toLowerCase()));
  const name = words
    .slice(0, end < 0 ? words.length : end)
    .join(" ")
    .toLowerCase();
  if (name.length >= 3) note(56, `gives the model the role of ${name}`);
}
