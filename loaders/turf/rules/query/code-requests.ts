import {escapeRegExp, regex} from "../../../util/regex.js";
import {applyFirst, applyRules, type Note, type Rule} from "../note.js";
import type {Code} from "../text/code.js";
import type {Text} from "../text/text.js";
import {wordsOf} from "../text/words.js";

const codeNames = wordsOf(`
Python JavaScript TypeScript Java C++ C# PHP Ruby Golang Rust SQL MySQL Swift Kotlin HTML CSS Bash Perl Haskell Scala
MATLAB React Node.js jQuery Django Flask NumPy Pandas PyTorch TensorFlow LaTeX Excel Docker Git Linux Unix Lua Solidity
regex`);

const named = regex("gi")`(?<![\w+#])(${codeNames.map(escapeRegExp)})(?![\w+#]|\.\w)`;
const properNames = new Map(codeNames.map((name) => [name.toLowerCase(), name]));

const codeRequest = regex("i")`
  \b(?:
    write|create|implement|develop|design|construct|build|generate|code|make|give|provide|show|produce
    |craft|formulate
  )\b[^.?!\n]{0,60}\b(?:
    code|function|program|script|algorithm|method|class|query|snippet|regex|regular expression|subroutine
    |procedure|api|endpoint|app|application|website|web page|component|unit tests?|one-liner|loop
  )\b
`;

const codeTasks: readonly Rule[] = [
  [
    /\b(?:fix|debug|correct|find|identify|resolve)\b[^.?!\n]{0,60}\b(?:bugs?|errors?|issues?|syntax|mistakes?)\b/i,
    74,
    "asks to find or fix an error in code"
  ],
  [
    regex("i")`
      \b(?:optimi[sz]e|refactor|simplify|improve|modify|rewrite|rework)\b[^.?!\n]{0,60}
      \b(?:code|function|program|script|algorithm|loop|query|method|class)\b
    `,
    72,
    "asks to change or improve code"
  ],
  [
    regex("i")`
      \b(?:convert|translate|port|transform)\b[^.?!\n]{0,60}
      \b(?:code|function|program|script|python|java|javascript|c\+\+)\b
    `,
    72,
    "asks to convert code to another form"
  ],
  [
    regex("i")`
      \b(?:what (?:does|is the output of)|explain|describe)\b[^.?!\n]{0,50}
      \b(?:code|function|snippet|program|script)\b
    `,
    70,
    "asks to explain code"
  ]
];

/** Code family of a query: what programming it asks for or speaks of. */
export function noteCodeRequest({edges, shown}: Text, code: Code | undefined, note: Note): void {
  const names = new Set([...edges.matchAll(named)].map(([name]) => properNames.get(name.toLowerCase())!));
  const isRequest = codeRequest.test(edges);
  for (const name of [...names].slice(0, 2)) note(isRequest ? 78 : 66, `mentions ${name}`);
  if (isRequest && (names.size > 0 || code !== undefined || programming.test(shown)))
    note(85, "asks for code to be written");
  if (isRequest && /\bfunction\b/i.test(edges)) note(60, "asks for a function");
  if (names.size > 0 || code !== undefined || programming.test(edges)) {
    note(55, "is about programming");
    applyFirst(codeTasks, edges, note);
  }
  applyRules(inputs, shown, note);
}

const programming = regex("i")`
  \b(?:
    programming|recursive|recursion|algorithm|compiler|variable|boolean|string|integers?|arrays?
    |linked list|binary (?:search|tree)|hash ?(?:map|table)|database|sort(?:ed|ing)|regex|api|json
    |parameter|factorial|fibonacci|palindrome|prime numbers?
  )\b
`;

const inputs: readonly Rule[] = [
  [/[.?!:]\s*\n\s*(?:["'[{(]?-?\d[^\n]{0,60}|["'[{][^\n]{1,60})$/, 58, "ends with an input on a line of its own"]
];
