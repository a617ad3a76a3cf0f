/** Texts as a hostile model, data set or file could hold them. None may do anything but be read. */
export const hostile = {
  script: "<script>window.pwned = 1; alert(1)</script>",
  image: '<img src="x" onerror="window.pwned = 2; alert(2)">',
  link: "[click me](javascript:alert(3)) ![pixel](https://evil.invalid/pixel.png)",
  template: "${alert(4)} `</script><script>alert(5)</script>`",
  closing: '</pre></div><iframe src="https://evil.invalid/"></iframe>',
  rightToLeft: "\u202Egnp.exe \u2067\u05E9\u05DC\u05D5\u05DD",
  nulls: "before\u0000after\u0007",
  formula: '=HYPERLINK("https://evil.invalid")',
  sql: "'; DROP TABLE candidates; --"
};

export const longLine = `start ${"word ".repeat(210_000)}end`; // above 1 MB

const row = (iteration: number, query: string, response: string, score: number, more: object = {}) => ({
  iteration,
  query,
  attributes: [`The query holds ${hostile.script}.`, hostile.image, hostile.sql],
  weighted_attributes: [hostile.image],
  source_index: 3,
  source_prompt: hostile.link,
  response,
  reward_score: score,
  score_metadata: {reasoning: `${hostile.image} ${hostile.template}`, thinking: hostile.script},
  ...more
});

/** The files of one run of the released code, as hostile as they can be. */
export function hostileRun(): Record<string, string> {
  const texts = Object.values(hostile);
  const rows = [
    ...texts.map((text, i) => row(1 + (i % 3), text, `${text}\n\n${texts[(i + 1) % texts.length]}`, 95 - i)),
    row(3, longLine, longLine, 99),
    row(2, "", hostile.closing, 0, {score_metadata: {error: hostile.script}})
  ];
  const stats = [1, 2, 3].map((iteration) => ({iteration, candidates: 8}));
  return {
    "results.jsonl": rows.map((each) => `${JSON.stringify(each)}\n`).join(""),
    "failures.jsonl": `${JSON.stringify({iteration: 1, error: "parse_failed", raw: hostile.script})}\n`,
    "summary.jsonl": `${JSON.stringify({type: "final_summary", final_buffer_size: 5, iteration_stats: stats})}\n`
  };
}
