import {regex} from "../../../util/regex.js";
/** Signs of a programming language: two of them, or one that is its alone (the first list), tell it. */
export interface LanguageSigns {
  name: string;
  sure: RegExp;
  likely: readonly RegExp[];
}

export const codeLanguages: readonly LanguageSigns[] = [
  {
    name: "Python",
    sure: regex("m")`
      ^[ \t]*(?:async )?def \w{1,60}\([^()\n]{0,200}\)(?: ?-> ?[^:\n]{1,60})?:
      |^[ \t]*class \w{1,60}(?:\([\w., ]{0,60}\))?:\s*$
      |^from [\w.]{1,60} import \w
      |^import (?:numpy|pandas|sympy|os|sys|re|math|random|requests|torch|datetime|json|csv)\b
      |^[ \t]*except(?: \w{1,40})?(?: as \w{1,20})?:
      |\[[^\]\n]{1,80} for \w{1,20} in [^\]\n]{1,80}\]
      |if __name__ ==
      |^[ \t]*elif .{1,120}:\s*$
    `,
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
    sure: regex("m")`
      ^[ \t]*(?:export )?interface \w{1,60} \{
      |\b(?:const|let|function) [^\n=]{0,80}: ?(?:string|number|boolean)(?:\[\])?\b
    `,
    likely: [/: (?:string|number|boolean)[;,)]/, /\bas const\b/, /<[A-Z]\w{0,20}>\(/]
  },
  {
    name: "JavaScript",
    sure: regex("m")`
      \bconsole\.log\(|\bdocument\.(?:getElement|querySelector|createElement)|\brequire\(['"]|=> \{\s*$
      |\bmodule\.exports\b|\bnew Promise\(
    `,
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
    sure: regex()`
      \busing System\b
      |\bConsole\.(?:Write|Read)
      |\bnamespace \w{1,60}\s*\{
      |\bpublic (?:static )?(?:string|bool) \w{1,60}\(
    `,
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
    sure: regex("m")`
      ^[ \t]*def \w{1,60}[?!]?(?:\([^()\n]{0,80}\))?\s*\n(?:[^\n]{0,160}\n){1,30}?[ \t]*end\b
      |\.each do \|
      |^require '
      |\battr_accessor\b
    `,
    likely: [/\bputs\b/, /\bdo \|/, /^\s*end\s*$/m, /\.(?:nil|empty)\?/]
  },
  {
    name: "Go",
    sure: regex("m")`
      ^package \w+
      |\bfmt\.(?:Print|Sprint)
      |\bfunc (?:\([^()\n]{1,40}\) )?\w{1,60}\([^()\n]{0,120}\) ?[\w*[\](), ]{0,40}\{
    `,
    likely: [/:= /, /\bfunc main\(/]
  },
  {
    name: "Rust",
    sure: /\bfn \w{1,60}(?:<[^>\n]{0,60}>)?\([^()\n]{0,160}\)|\blet mut \w|\bprintln!\(/,
    likely: [/\bimpl\b/, /&mut\b/, /\.unwrap\(\)/]
  },
  {
    name: "SQL",
    sure: regex()`
      \bSELECT\b[^;]{1,600}?\bFROM\b
      |\bINSERT INTO \w
      |\bCREATE (?:TABLE|DATABASE|INDEX|VIEW)\b
      |\bUPDATE \w{1,40} SET\b
      |\bDELETE FROM\b
      |\bALTER TABLE\b
    `,
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

/** Languages by the names that fenced blocks give them. */
export const fenceNames: Record<string, string> = {
  py: "Python",
  python: "Python",
  python3: "Python",
  js: "JavaScript",
  javascript: "JavaScript",
  jsx: "JavaScript",
  ts: "TypeScript",
  typescript: "TypeScript",
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
  sql: "SQL",
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
  matlab: "MATLAB"
};
