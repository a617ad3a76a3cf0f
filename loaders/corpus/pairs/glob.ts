/** Whether a path with slashes matches a pattern: `*` and `?` within a name, `**` across folders, `{a,b}`. */
export const matchesPattern = (path: string, pattern: string): boolean => toExpression(pattern).test(path);

const special: Record<string, string> = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"};

function toExpression(pattern: string): RegExp {
  const source = pattern.replaceAll(/\*\*\/|\*\*|[*?]|\{([^{}]*)\}|[\\^$.|+()[\]{}]/g, (token, choices?: string) => {
    if (choices !== undefined) return `(?:${choices.split(",").map(escapeAll).join("|")})`;
    return special[token] ?? `\\${token}`;
  });
  return new RegExp(`^${source}$`, "s");
}

const escapeAll = (text: string): string => text.replaceAll(/[\\^$.|+()[\]{}*?]/g, "\\$&");
