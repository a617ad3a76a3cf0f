/** How far something is, as a bar of a terminal: `[=====               ]`. */
export function bar(done: number, total: number, width = 20): string {
  const share = Math.min(1, Math.max(0, done / Math.max(1, total)));
  const filled = Math.round(share * width);
  return `[${"=".repeat(filled)}${" ".repeat(width - filled)}]`;
}

const escape = String.fromCharCode(27);

/** Cuts a line to the terminal's width; colour codes take no room and are closed. */
export function clip(line: string, columns: number): string {
  const plain = line.replaceAll(new RegExp(`${escape}\\[\\d+m`, "g"), "");
  return plain.length <= columns ? line : plain.slice(0, Math.max(0, columns - 1));
}
