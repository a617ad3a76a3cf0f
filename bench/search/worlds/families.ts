import {createLabWorld} from "./lab-world.js";
import {createWorld, type RegionSpec, type SearchWorld, type SearchWorldSpec} from "./world.js";

/** Worlds of one kind. */
export interface Family {
  name: string;
  about: string;
  planted: boolean; // there are regions to find
  create(seed: number): SearchWorld | Promise<SearchWorld>;
}

const exact = {noise: 6, bias: 0, falseFlags: 0, missed: 0};
const careful = {drop: 0, add: 0};

const base: Omit<SearchWorldSpec, "name"> = {
  attributes: 2000,
  rows: 5000,
  perRow: 10,
  regions: [],
  base: 0.02,
  judge: exact,
  writer: careful
};

const six = (region: RegionSpec): RegionSpec[] => Array.from({length: 6}, () => region);
const single: RegionSpec = {size: 1, rate: 0.85, part: 0, rows: "some"};
const pair: RegionSpec = {size: 2, rate: 0.85, part: 0.12, rows: "some"};
const triple: RegionSpec = {size: 3, rate: 0.85, part: 0.2, rows: "some"};

function family(name: string, about: string, more: Partial<SearchWorldSpec>): Family {
  const spec: SearchWorldSpec = {...base, name, ...more};
  return {name, about, planted: spec.regions.length > 0, create: (seed) => createWorld(spec, seed)};
}

/** Worlds in which four attributes say the same: not known, known by an embedding, or offered as one attribute. */
function inWordings(name: string, about: string, regions: RegionSpec[]): Family[] {
  const spec = {fixed: true, wordings: 4, regions, worldsOf: name};
  return [
    family(name, `${about}; no embedding`, spec),
    family(`${name}-embedding`, "the same worlds; a good embedding tells what says the same", {
      ...spec,
      known: "embedding"
    }),
    family(`${name}-clusters`, "the same worlds; the pool has one attribute for each meaning", {
      ...spec,
      known: "clusters"
    })
  ];
}

/** The families on which samplers are compared (src/methods/search.md). */
export const families: Family[] = [
  family("single", "six single attributes", {regions: six(single)}),
  family("pair", "six pairs that share a row, 85%; one alone 12%, none 2%", {fixed: true, regions: six(pair)}),
  family("pair-apart", "the same, of any attributes, which may share no row", {
    fixed: true,
    regions: six({...pair, rows: "none"})
  }),
  family("pair-blind", "six pairs; one alone shows nothing", {regions: six({...pair, part: 0})}),
  family("triple", "six triples that share a row; two alone 20%", {regions: six(triple)}),
  ...inWordings("wordings", "six triples that share a row, each attribute in four wordings", six(triple)),
  ...inWordings("wordings-rare", "six pairs in two or three rows, the same", six({...pair, rows: "rare"})),
  family("mixed", "two singles, two pairs, two triples", {
    regions: [single, single, pair, pair, triple, triple]
  }),
  family("common", "pairs that 2% of the rows hold", {regions: six({...pair, rows: "common"})}),
  family("rare", "pairs that two or three rows hold", {regions: six({...pair, rows: "rare"})}),
  family("weak", "pairs that fail 65% of the time, one alone 5%", {regions: six({...pair, rate: 0.65, part: 0.05})}),
  family("single-20", "six single attributes that fail 20% of the time, base rate 1%", {
    regions: six({...single, rate: 0.2}),
    base: 0.01
  }),
  family("single-30", "the same, 30%, base rate 2%", {fixed: true, regions: six({...single, rate: 0.3})}),
  family("single-50", "the same, 50%, base rate 3%", {regions: six({...single, rate: 0.5}), base: 0.03}),
  family("pair-20", "pairs that fail 20% of the time, one alone 5%, base rate 0.3%", {
    regions: six({...pair, rate: 0.2, part: 0.05}),
    base: 0.003
  }),
  family("pair-35", "the same, 35%, one alone 10%, base rate 1%", {
    fixed: true,
    regions: six({...pair, rate: 0.35, part: 0.1}),
    base: 0.01
  }),
  family("pair-35-faint", "the same, 35%, one alone 4.5%, base rate 1%", {
    regions: six({...pair, rate: 0.35, part: 0.045}),
    base: 0.01
  }),
  family("pair-50", "the same, 50%, one alone 10%, base rate 2%", {regions: six({...pair, rate: 0.5, part: 0.1})}),
  family("base-low", "pairs over a base rate of 0.1%", {regions: six(pair), base: 0.001}),
  family("base-high", "pairs over a base rate of 10%", {regions: six(pair), base: 0.1}),
  family("judge-noisy", "a judge with a spread of 15 points, 3% false flags, 10% missed", {
    regions: six(pair),
    judge: {noise: 15, bias: 0, falseFlags: 0.03, missed: 0.1}
  }),
  family("judge-lenient", "a judge that is 20 points too high and flags 5% falsely", {
    regions: six(pair),
    judge: {noise: 12, bias: 20, falseFlags: 0.05, missed: 0}
  }),
  family("judge-harsh", "a judge that is 10 points too low and misses 10%", {
    regions: six(pair),
    judge: {noise: 12, bias: -10, falseFlags: 0.01, missed: 0.1}
  }),
  family("writer-drops", "a query writer that misses 15% of the attributes", {
    regions: six(pair),
    writer: {drop: 0.15, add: 0}
  }),
  family("writer-adds", "a query writer that adds an attribute to half of the queries", {
    regions: six(pair),
    writer: {drop: 0.05, add: 0.5}
  }),
  family("small", "300 attributes, 800 rows", {attributes: 300, rows: 800, regions: six(pair)}),
  family("large", "25,000 attributes, 50,000 rows, common pairs and singles", {
    attributes: 25_000,
    rows: 50_000,
    regions: [single, single, single, ...six({...pair, rows: "common"}).slice(0, 3)]
  }),
  {
    name: "lab",
    about: "lab worlds: text, a trained target, a judge of six to ten rubrics",
    planted: true,
    create: createLabWorld
  },
  family("empty", "no region, base rate 2%", {}),
  family("empty-high", "no region, base rate 10%", {base: 0.1}),
  family("empty-biased", "no region, a lenient and noisy judge", {
    base: 0.05,
    judge: {noise: 15, bias: 15, falseFlags: 0.05, missed: 0}
  })
];
