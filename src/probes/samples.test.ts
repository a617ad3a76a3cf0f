import {beforeAll, describe, expect, it} from "vitest";
import {asTable, useProbedStudy} from "../testing/probed-study.js";
import {openSamples, type Samples} from "./samples.js";
import {emptySampleView, type SampleView} from "./sampleView.js";

const {rows, arrow, query} = useProbedStudy();
let samples: Samples;

beforeAll(async () => {
  const [prompts, measurements] = [await rows("probe_prompts"), await arrow("measurements")];
  samples = openSamples({samples: await arrow("samples"), prompts, measurements});
});

/** The samples of a view as SQL has them. */
const expected = (where: string) =>
  query(
    `SELECT s.id FROM samples s JOIN probe_prompts p ON p.id = s.prompt WHERE ${where}
     ORDER BY s.violation DESC NULLS LAST, s.score DESC NULLS LAST, s.id`
  );

describe("list(view, first, limit)", () => {
  it.each<[Partial<SampleView>, string]>([
    [{}, "true"],
    [{step: "robustness"}, "s.step = 'robustness'"],
    [
      {step: "robustness", item: "rebut-1", variant: "perturbed"},
      "s.step = 'robustness' AND p.item = 'rebut-1' AND p.variant = 'perturbed'"
    ],
    [{probe: "sums", row: "4", column: "2"}, `s.probe = 'sums' AND p."row" = '4' AND p."column" = '2'`],
    [{model: "planted:two", show: "violations"}, "s.model = 'planted:two' AND s.violation"],
    [{context: "rebut 3", show: "others"}, "s.context = 'rebut 3' AND NOT s.violation"],
    [{prompt: "1", show: "unscored"}, "s.prompt = 1 AND s.status = 'unscored'"],
    [{item: "'; DROP TABLE samples; --"}, "false"]
  ])("shows the samples of %j in the order that SQL gives", async (view, where) => {
    const ids = (await expected(where)).map(({id}) => id);
    const shown = samples.list({...emptySampleView, ...view}, 0, 1e6);
    expect(shown.rows.map(({id}) => id)).toEqual(ids);
    expect(shown.total).toBe(ids.length);
  });

  it("gives a page of them, with their prompts", async () => {
    const all = samples.list(emptySampleView, 0, 1e6);
    const page = samples.list(emptySampleView, 20, 20);
    expect(page).toEqual({total: all.total, rows: all.rows.slice(20, 40)});
    const prompts = await rows("probe_prompts");
    const table = await rows("samples");
    for (const {id, item, variant, query} of page.rows)
      expect(prompts[table[id]!.prompt]).toMatchObject({item, variant, query});
  });

  it("is empty where a study has no samples", () => {
    const none = openSamples({samples: asTable("samples", []), measurements: asTable("measurements", []), prompts: []});
    expect(none.list(emptySampleView, 0, 20)).toEqual({total: 0, rows: []});
    expect(none.read(0)).toBeUndefined();
  });
});

describe("read(id)", () => {
  it("gives a sample with its prompt and its measures", async () => {
    const [{id, prompt}] = (await query("SELECT * FROM samples WHERE probe = 'sums' LIMIT 1")) as [
      {id: number; prompt: number}
    ];
    const own = (await rows("measurements")).filter(({sample}) => sample === id);
    const {item, variant} = (await rows("probe_prompts"))[prompt]!;
    expect(samples.read(id)).toMatchObject({id, prompt, item, variant, measured: own});
    expect(own).toHaveLength(1);
  });

  it("gives none beyond the last, or whose prompt was left out", async () => {
    const table = await arrow("samples");
    expect(samples.read(table.numRows)).toBeUndefined();
    const cut = openSamples({samples: table, measurements: await arrow("measurements"), prompts: []});
    expect(cut.read(0)).toBeUndefined();
    expect(cut.list(emptySampleView, 0, 20).total).toBe(0);
  });
});
