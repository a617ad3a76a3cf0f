import type {Note, Rule} from "../note.js";
import {applyFirst, applyRules} from "../note.js";
import type {Text} from "../text.js";

/** Signs of a programming language: two of them, or one that is its alone (the first list), tell it. */
interface Signs {
  name: string;
  sure: RegExp;
  likely: readonly RegExp[];
}

const languages: readonly Signs[] = [
  {
    name: "Python",
    sure: /^[ \t]*(?:async )?def \w{1,60}\([^()\n]{0,200}\)(?: ?-> ?[^:\n]{1,60})?:|^[ \t]*class \w{1,60}(?:\([\w., ]{0,60}\))?:\s*$|^from [\w.]{1,60} import \w|^import (?:numpy|pandas|sympy|os|sys|re|math|random|requests|torch|datetime|json|csv)\b|^[ \t]*except(?: \w{1,40})?(?: as \w{1,20})?:|\[[^\]\n]{1,80} for \w{1,20} in [^\]\n]{1,80}\]|if __name__ ==|^[ \t]*elif .{1,120}:\s*$/m,
    likely: [
      /^[ \t]*(?:import \w|from \w[\w.]* import )/m,
      /^[ \t]*(?:for|while|if|with) .{1,120}:\s*$/m,
      /\bprint\(/,
      /\bself\.\w/,
      /\[[^\]\n]{1,80} for \w{1,20} in /,
      /\bTrue\b|\bFalse\b|\bNone\b/,
      /\brange\(|\blen\(/
    ]
  },
  {
    name: "TypeScript",
    sure: /^[ \t]*(?:export )?interface \w{1,60} \{|\b(?:const|let|function) [^\n=]{0,80}: ?(?:string|number|boolean)(?:\[\])?\b/m,
    likely: [/: (?:string|number|boolean)[;,)]/, /\bas const\b/, /<[A-Z]\w{0,20}>\(/]
  },
  {
    name: "JavaScript",
    sure: /\bconsole\.log\(|\bdocument\.(?:getElement|querySelector|createElement)|\brequire\(['"]|=> \{\s*$|\bmodule\.exports\b|\bnew Promise\(/m,
    likely: [
      /\bfunction\s?\w{0,60}\([^()\n]{0,120}\)\s?\{/,
      /\b(?:const|let|var) \w{1,60} = /,
      /=>/,
      /===/,
      /\.(?:map|filter|reduce|forEach)\(/,
      /\bjQuery|\$\(['"]/
    ]
  },
  {
    name: "Java",
    sure: /\bpublic static void main\b|\bSystem\.out\.print|\bimport java\.|\bpublic class \w/,
    likely: [
      /\b(?:public|private|protected) (?:static )?[\w<>[\]]{1,40} \w{1,60}\(/,
      /\bnew [A-Z]\w{0,40}(?:<[^>\n]{0,40}>)?\(/,
      /\bString\b/,
      /\bint \w{1,30} = /,
      /@Override/
    ]
  },
  {
    name: "C#",
    sure: /\busing System\b|\bConsole\.(?:Write|Read)|\bnamespace \w{1,60}\s*\{|\bpublic (?:static )?(?:string|bool) \w{1,60}\(/,
    likely: [
      /\bpublic (?:static )?(?:int|void|string|bool|double|List<)/,
      /\bvar \w{1,40} = new\b/,
      /\bforeach \(/,
      /\.Length\b|\.Count\b|\.ToString\(/
    ]
  },
  {
    name: "C++",
    sure: /#include <(?:iostream|vector|string|algorithm|map|bits\/)|\bstd::|\bcout ?<</,
    likely: [/\busing namespace std\b/, /\bvector<\w/, /\bcin ?>>/, /\bint main\(/]
  },
  {
    name: "C",
    sure: /#include <(?:stdio|stdlib|string|math|stdbool|ctype)\.h>|\bprintf\("[^"\n]{0,80}%[a-z]/,
    likely: [/\bint main\((?:void)?\)/, /\bscanf\(/, /\bmalloc\(/, /\bchar \*?\w{1,30}(?:\[|;| =)/]
  },
  {
    name: "PHP",
    sure: /<\?php|\$_(?:GET|POST|SERVER)\b|\bfunction \w{1,60}\(\$\w/,
    likely: [/\becho\b/, /\$\w{1,30} = /, /->\w{1,40}\(/]
  },
  {
    name: "Ruby",
    sure: /^[ \t]*def \w{1,60}[?!]?(?:\([^()\n]{0,80}\))?\s*\n(?:[^\n]{0,160}\n){1,30}?[ \t]*end\b|\.each do \||^require '|\battr_accessor\b/m,
    likely: [/\bputs\b/, /\bdo \|/, /^\s*end\s*$/m, /\.(?:nil|empty)\?/]
  },
  {
    name: "Go",
    sure: /^package \w+|\bfmt\.(?:Print|Sprint)|\bfunc (?:\([^()\n]{1,40}\) )?\w{1,60}\([^()\n]{0,120}\) ?[\w*[\](), ]{0,40}\{/m,
    likely: [/:= /, /\bfunc main\(/]
  },
  {
    name: "Rust",
    sure: /\bfn \w{1,60}(?:<[^>\n]{0,60}>)?\([^()\n]{0,160}\)|\blet mut \w|\bprintln!\(/,
    likely: [/\bimpl\b/, /&mut\b/, /\.unwrap\(\)/]
  },
  {
    name: "SQL",
    sure: /\bSELECT\b[^;]{1,600}?\bFROM\b|\bINSERT INTO \w|\bCREATE (?:TABLE|DATABASE|INDEX|VIEW)\b|\bUPDATE \w{1,40} SET\b|\bDELETE FROM\b|\bALTER TABLE\b/,
    likely: []
  },
  {
    name: "Swift",
    sure: /\bfunc \w{1,60}\([^()\n]{0,120}\) -> \w|\bguard let\b|\bimport (?:UIKit|SwiftUI|Foundation)\b/,
    likely: [/\bvar \w{1,30}: (?:Int|String|Bool|Double)\b/, /\bif let\b/]
  },
  {
    name: "Kotlin",
    sure: /\bfun \w{1,60}\([^()\n]{0,120}\)(?:: ?\w|\s?\{|\s?=)/,
    likely: [/\bval \w{1,30} = /, /\bprintln\(/]
  },
  {
    name: "R",
    sure: /\b\w{1,30} <- (?:function\(|c\(|data\.frame|read\.csv)|\blibrary\((?:ggplot2|dplyr|tidyverse)\)/,
    likely: []
  },
  {
    name: "Shell",
    sure: /^#!\/bin\/(?:ba)?sh|^\s*(?:sudo|apt-get|chmod|mkdir|grep|curl|pip install|npm install|git clone) \S|^\$ \w/m,
    likely: [/\becho "?\$\w/, /\bfi\b/, /\besac\b/]
  },
  {name: "HTML", sure: /<!DOCTYPE html|<html\b|<\/(?:div|body|head|table|ul|form|button|p|h1|span)>/i, likely: []},
  {name: "CSS", sure: /[.#]?[\w-]{1,40}\s*\{\s*(?:[a-z-]{2,30}:[^;{}]{1,80};\s*){1,20}\}/, likely: []},
  {name: "Perl", sure: /\buse strict;|\bmy [$@%]\w/, likely: []},
  {name: "Haskell", sure: /^\w{1,40} :: .{1,80}->|^module \w+ where|^import Data\./m, likely: []},
  {name: "Scala", sure: /\bobject \w{1,40} extends App\b|\bdef \w{1,40}\([^()\n]{0,80}\): \w{1,30} = /, likely: []},
  {name: "MATLAB", sure: /^function \[?[\w, ]{1,40}\]? = \w|\bfprintf\('|\bzeros\(\d/m, likely: []},
  {name: "Lua", sure: /\blocal function \w|\blocal \w{1,30} = |\bthen\s*\n[^\n]{0,120}\n\s*end\b/, likely: []},
  {name: "Solidity", sure: /\bpragma solidity\b/, likely: []},
  {name: "Assembly", sure: /^\s*(?:mov|push|pop|jmp|call|add|sub) [er]?[a-d][xl],/im, likely: []}
];

const fence = /^[ \t]*```[ \t]*([a-z0-9+#-]{0,20})/im;
const fenceNames: Record<string, string> = {
  py: "Python",
  python: "Python",
  python3: "Python",
  js: "JavaScript",
  javascript: "JavaScript",
  jsx: "JavaScript",
  ts: "TypeScript",
  typescript: "TypeScript", // prettier-ignore
  java: "Java",
  c: "C",
  cpp: "C++",
  "c++": "C++",
  csharp: "C#",
  cs: "C#",
  "c#": "C#",
  php: "PHP",
  ruby: "Ruby",
  rb: "Ruby",
  go: "Go",
  rust: "Rust",
  sql: "SQL", // prettier-ignore
  swift: "Swift",
  kotlin: "Kotlin",
  r: "R",
  bash: "Shell",
  sh: "Shell",
  shell: "Shell",
  html: "HTML",
  css: "CSS",
  perl: "Perl",
  haskell: "Haskell",
  scala: "Scala",
  lua: "Lua",
  matlab: "MATLAB" // prettier-ignore
};

/** Whether a line looks like code rather than prose. */
const codeLine =
  /[;{}]\s*$|^\s*(?:def|class|return|import|from|if|for|while|else|elif|try|except|function|const|let|var|public|private|#include|print|end)\b.{0,160}(?:[:;({]|\w\(.{0,100}\))|^\s*[\w.[\]]{1,60} ?[-+*/]?= ?\S|^\s{2,}\S.{0,100}[()=;]|^\s*[\w.]{1,40}\(.{0,120}\);?\s*$|^\s*<\/?[a-z][^>]{0,120}>|^\s*(?:#|\/\/)|^\s*(?:SELECT|FROM|WHERE|INSERT|UPDATE|DELETE|CREATE|JOIN|GROUP BY|ORDER BY|VALUES|SET)\b/;

export interface Code {
  languages: string[]; // most code first; empty: code of a language that is not told
  fenced: boolean;
  share: number; // of the lines
}

/** The code in a text; undefined when there is none. */
export function codeIn({shown, lines}: Text): Code | undefined {
  const fenced = fence.test(shown);
  const filled = lines.filter((line) => line.trim() !== "");
  const share = filled.length === 0 ? 0 : filled.filter((line) => codeLine.test(line)).length / filled.length;
  const named = fenced ? fencedLanguages(lines) : [];
  const language = named.length > 0 ? null : detectLanguage(shown, share > 0.5 ? 2 : 3);
  const languages = language === null ? named : [language];
  if (!fenced && language === null && !(share > 0.6 && filled.length >= 3)) return undefined;
  return {languages, fenced, share};
}

/** The languages that fenced blocks name, by the number of their lines. */
function fencedLanguages(lines: readonly string[]): string[] {
  const counts = new Map<string, number>();
  let open: string | undefined; // language of the block we are in; empty: none named
  for (const line of lines) {
    const tag = fence.exec(line)?.[1];
    if (tag !== undefined) open = open === undefined ? (fenceNames[tag.toLowerCase()] ?? "") : undefined;
    else if (open) counts.set(open, (counts.get(open) ?? 0) + 1);
  }
  return [...counts].sort(([, a], [, b]) => b - a).map(([name]) => name);
}

function detectLanguage(text: string, least: number): string | null {
  if (!/\w\(|[{};=<>]|^(?:import|from|#!)|^\$ /m.test(text)) return null;
  const found =
    languages.find(({sure}) => sure.test(text)) ?? languages.find(({likely}) => countOf(likely, text) >= least);
  return found?.name ?? null;
}

const countOf = (patterns: readonly RegExp[], text: string): number =>
  patterns.filter((pattern) => pattern.test(text)).length;

/** Code family: its language, and how it stands in the text. */
export function noteCode(code: Code, note: Note): void {
  if (code.languages.length === 0) note(86, "contains code");
  code.languages.slice(0, 2).forEach((language, rank) => note(rank === 0 ? 86 : 61, `contains ${language} code`));
  if (code.fenced) note(58, "puts code in a fenced block");
}

/** Whether a line outside code is a sentence. */
const hasProse = (lines: readonly string[]): boolean =>
  lines.some((line) => !codeLine.test(line) && /^\s{0,3}[A-Z][^;{}<>]{20,}[.:!?]\s*$/.test(line));

/** Of a response: code alone, or code with words. */
export function noteResponseCode(code: Code, {shown, lines}: Text, note: Note): void {
  if (!code.fenced && !hasProse(lines)) note(82, "is code alone, without explanation");
  else note(68, "explains code in words beside it");
  if (/\b(?:def|function|func|fn|fun)\b \w|\b\w{1,40}\([^()\n]{0,80}\) ?\{/.test(shown)) note(46, "defines a function");
  if (/\bimport sympy|\bfrom sympy/.test(shown)) note(88, "uses the sympy library");
  if (/^\s*(?:#|\/\/|--) \S|\/\*/m.test(shown)) note(32, "has comments in its code");
  if (/\bclass \w/.test(shown)) note(40, "defines a class");
}

const codeNames = "Python|JavaScript|TypeScript|Java|C\\+\\+|C#|PHP|Ruby|Golang|Rust|SQL|MySQL|Swift|Kotlin|HTML|CSS|Bash|Perl|Haskell|Scala|MATLAB|React|Node\\.js|jQuery|Django|Flask|NumPy|Pandas|PyTorch|TensorFlow|LaTeX|Excel|Docker|Git|Linux|Unix|Lua|Solidity|regex"; // prettier-ignore
const named = new RegExp(`(?<![\\w+#])(${codeNames})(?![\\w+#]|\\.\\w)`, "gi");
const properNames = new Map(
  codeNames
    .replaceAll("\\", "")
    .split("|")
    .map((name) => [name.toLowerCase(), name])
);

const codeRequest =
  /\b(?:write|create|implement|develop|design|construct|build|generate|code|make|give|provide|show|produce|craft|formulate)\b[^.?!\n]{0,60}\b(?:code|function|program|script|algorithm|method|class|query|snippet|regex|regular expression|subroutine|procedure|api|endpoint|app|application|website|web page|component|unit tests?|one-liner|loop)\b/i;

const codeTasks: readonly Rule[] = [
  [
    /\b(?:fix|debug|correct|find|identify|resolve)\b[^.?!\n]{0,60}\b(?:bugs?|errors?|issues?|syntax|mistakes?)\b/i,
    74,
    "asks to find or fix an error in code"
  ],
  [
    /\b(?:optimi[sz]e|refactor|simplify|improve|modify|rewrite|rework)\b[^.?!\n]{0,60}\b(?:code|function|program|script|algorithm|loop|query|method|class)\b/i,
    72,
    "asks to change or improve code"
  ],
  [
    /\b(?:convert|translate|port|transform)\b[^.?!\n]{0,60}\b(?:code|function|program|script|python|java|javascript|c\+\+)\b/i,
    72,
    "asks to convert code to another form"
  ],
  [
    /\b(?:what (?:does|is the output of)|explain|describe)\b[^.?!\n]{0,50}\b(?:code|function|snippet|program|script)\b/i,
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

const programming =
  /\b(?:programming|recursive|recursion|algorithm|compiler|variable|boolean|string|integers?|arrays?|linked list|binary (?:search|tree)|hash ?(?:map|table)|database|sort(?:ed|ing)|regex|api|json|parameter|factorial|fibonacci|palindrome|prime numbers?)\b/i;

const inputs: readonly Rule[] = [
  [/[.?!:]\s*\n\s*(?:["'[{(]?-?\d[^\n]{0,60}|["'[{][^\n]{1,60})$/, 58, "ends with an input on a line of its own"]
];
