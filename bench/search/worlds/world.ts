import type {AttributeVectors} from "../../../loaders/corpus/pools/neighbourhood.js";
import {AttributePoolBuilder, type AttributePool} from "../../../loaders/corpus/pools/attribute-pool.js";
import {createRandom, integerBelow, normal, seedOf, type Random} from "../../../loaders/util/random.js";

/** How a family of abstract worlds is made: no text, no journal, only attribute ids and chances. */
export interface SearchWorldSpec {
  name: string;
  attributes: number;
  rows: number;
  perRow: number; // attributes of a pool row
  regions: RegionSpec[];
  fixed?: boolean; // the same numbers in every world
  wordings?: number; // attributes that say one thing in other words, all of a region alike; default 1
  known?: "embedding" | "clusters"; // how the pool tells what says the same: by vectors | in one attribute for each meaning
  worldsOf?: string; // the family with the same worlds; default: none has
  base: number; // chance that the target violates outside every region
  judge: {noise: number; bias: number; falseFlags: number; missed: number}; // points, points, chance, chance
  writer: {drop: number; add: number}; // chance an attribute given is missed; that a foreign one of the row is shown
}

export interface RegionSpec {
  size: 1 | 2 | 3;
  rate: number; // chance of a violation where a query has all of it
  part: number; // where all but one of it are there (regions of two or more)
  rows: "common" | "rare" | "some" | "none"; // how many pool rows hold it: 2% | 2 | at least one | by chance
}

/** What a report has to hold, to have found it. */
export interface Region {
  members: readonly (readonly number[])[]; // ids in the pool: of each list one
}

/** A region of an abstract world. */
interface Planted extends RegionSpec {
  members: Region["members"];
}

export interface SearchWorld {
  name: string;
  pool: AttributePool;
  regions: Region[];
  ids: Map<string, number>;
  base: number; // rate of violations outside every region
  flagRate: number; // share of the queries outside every region that the judge scores above the threshold
  /** Writes a query, asks the target and judges: a score from 0 to 100. */
  ask(attributes: readonly number[], random: Random): number;
  /** Share of queries asked to have the attributes on which the target violates, whatever the judge says. */
  trueRate(attributes: readonly number[], random: Random): number;
}

export const threshold = 70;

/** One seeded abstract world of a family. Its numbers lie around the family's, unless the family fixes them. */
export function createWorld(family: SearchWorldSpec, seed: number): SearchWorld {
  const random = createRandom(seedOf("world", family.worldsOf ?? family.name, seed));
  const spec = family.fixed ? family : vary(family, random);
  const rows = drawRows(spec, random);
  const planted = plantRegions(spec, rows, random);
  const pool = toPool(spec, rows);
  const ids = new Map(pool.attributes.map((name, id) => [name, id]));
  const inPool = (members: readonly number[]) => members.flatMap((id) => ids.get(sentence(id)) ?? []);
  const inside = planted.map((region): Planted => ({...region, members: region.members.map(inPool)}));
  const regions = inside.map(({members}): Region => ({members}));
  const violates = (query: readonly number[]) => chanceOf(query, inside, spec.base);
  const ask = (attributes: readonly number[], source: Random) =>
    judge(source() < violates(write(attributes, spec, source)), spec, source);
  const trueRate = (attributes: readonly number[], source: Random) => {
    if (spec.writer.drop === 0 && spec.writer.add === 0) return violates(attributes);
    let sum = 0;
    for (let i = 0; i < samplesOfTruth; i++) sum += violates(write(attributes, spec, source));
    return sum / samplesOfTruth;
  };
  return {name: spec.name, pool, regions, ids, base: spec.base, flagRate: flagRateOf(spec), ask, trueRate};
}

function flagRateOf(spec: SearchWorldSpec): number {
  const random = createRandom(seedOf("flags", spec.name));
  let flags = 0;
  for (let i = 0; i < samplesOfFlags; i++) if (judge(random() < spec.base, spec, random) > threshold) flags++;
  return flags / samplesOfFlags;
}

/** Draws the numbers of one world: rates, base rate and pool from half to one and a half of the family's. */
function vary(family: SearchWorldSpec, random: Random): SearchWorldSpec {
  const about = (value: number, spread: number) => value * (1 + spread * (2 * random() - 1));
  const regions = family.regions.map((region) => ({
    ...region,
    rate: Math.min(0.97, about(region.rate, 0.1)),
    part: about(region.part, 0.5)
  }));
  return {
    ...family,
    regions,
    attributes: Math.round(about(family.attributes, 0.3)),
    rows: Math.round(about(family.rows, 0.4)),
    perRow: Math.round(about(family.perRow, 0.3)),
    base: about(family.base, 0.5)
  };
}

const samplesOfTruth = 2000;
const samplesOfFlags = 20_000;

const sentence = (id: number): string => `The query shows trait ${id}.`;
const idOf = (name: string): number => Number(/\d+/.exec(name)![0]);

/** Rows of topics: half of a row's attributes come from its topic, the others from all, some far more frequent. */
function drawRows({attributes, rows, perRow}: SearchWorldSpec, random: Random): number[][] {
  const topics = Math.max(4, Math.round(attributes / 40));
  const perTopic = Array.from({length: topics}, () => Array.from({length: 40}, () => integerBelow(random, attributes)));
  const frequent = () => Math.floor(attributes * random() ** 2); // density falls with the id
  return Array.from({length: rows}, () => {
    const topic = perTopic[integerBelow(random, topics)]!;
    const row = new Set<number>();
    while (row.size < perRow) row.add(random() < 0.5 ? topic[integerBelow(random, topic.length)]! : frequent());
    return [...row];
  });
}

function plantRegions(spec: SearchWorldSpec, rows: number[][], random: Random): Planted[] {
  const taken = new Set<number>();
  return spec.regions.map((region) => {
    const drawn = drawMembers(region, spec, rows, taken, random);
    const members = drawn.map((id) => wordingsOf(id, spec));
    for (const id of members.flat()) taken.add(id);
    const wanted = region.rows === "common" ? Math.round(rows.length * 0.02) : region.rows === "rare" ? 2 : 0;
    for (let i = 0; i < wanted; i++) place(drawn, rows[integerBelow(random, rows.length)]!, spec.perRow, taken);
    return {...region, members};
  });
}

function drawMembers(
  {size, rows: kind}: RegionSpec,
  spec: SearchWorldSpec,
  rows: number[][],
  taken: Set<number>,
  random: Random
): number[] {
  for (;;) {
    const row = rows[integerBelow(random, rows.length)]!;
    const draw = () =>
      kind === "some" ? row[integerBelow(random, row.length)]! : integerBelow(random, spec.attributes);
    const members = [...new Set(Array.from({length: size}, draw))].sort((a, b) => a - b);
    const meanings = new Set(members.map((id) => meaningOf(id, spec)));
    if (meanings.size === size && members.every((id) => !taken.has(id))) return members;
  }
}

/** Attributes next to each other say the same. */
const meaningOf = (id: number, {wordings = 1}: SearchWorldSpec): number => Math.floor(id / wordings);

function wordingsOf(id: number, spec: SearchWorldSpec): number[] {
  const {wordings = 1, attributes} = spec;
  const first = meaningOf(id, spec) * wordings;
  return Array.from({length: wordings}, (_, i) => first + i).filter((other) => other < attributes);
}

const dimension = 64;
const spread = 0.6; // of wordings around their meaning: cosines of about 0.75 between them, as of good embeddings

/** Vectors of a good embedding: what says the same is near. */
function embed({attributes}: AttributePool, spec: SearchWorldSpec): AttributeVectors {
  const random = createRandom(seedOf("vectors", spec.name));
  const draw = () => unit(Array.from({length: dimension}, () => normal(random)));
  const meanings = Array.from({length: meaningOf(spec.attributes - 1, spec) + 1}, draw);
  const rows = new Float32Array(attributes.length * dimension);
  for (const [i, name] of attributes.entries()) {
    const noise = draw();
    const center = meanings[meaningOf(idOf(name), spec)]!;
    rows.set(unit(center.map((value, k) => value + spread * noise[k]!)), i * dimension);
  }
  return {source: "planted", rows, dimension};
}

function unit(vector: number[]): number[] {
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}

/** Puts a region into a row in place of attributes that belong to none. */
function place(members: readonly number[], row: number[], perRow: number, taken: ReadonlySet<number>): void {
  const others = row.filter((id) => !members.includes(id));
  const kept = [...others.filter((id) => taken.has(id)), ...others.filter((id) => !taken.has(id))];
  row.splice(0, row.length, ...members, ...kept.slice(0, Math.max(0, perRow - members.length)));
}

function toPool(spec: SearchWorldSpec, rows: number[][]): AttributePool {
  const {attributes, name, known} = spec;
  const offered = (id: number) => (known === "clusters" ? wordingsOf(id, spec)[0]! : id);
  const builder = new AttributePoolBuilder();
  const used = new Set(rows.flat().map(offered));
  for (const row of rows) builder.addRow([...new Set(row.map(offered))].map(sentence));
  const missing = Array.from({length: attributes}, (_, id) => id).filter((id) => offered(id) === id && !used.has(id));
  for (let i = 0; i < missing.length; i += 5) builder.addRow(missing.slice(i, i + 5).map(sentence));
  const pool = builder.build(name);
  return known === "embedding" ? {...pool, vectors: embed(pool, spec)} : pool;
}

function write(attributes: readonly number[], {writer, attributes: all}: SearchWorldSpec, random: Random): number[] {
  if (writer.drop === 0 && writer.add === 0) return attributes as number[];
  const query = writer.drop === 0 ? [...attributes] : attributes.filter(() => random() >= writer.drop);
  if (writer.add > 0 && random() < writer.add) query.push(integerBelow(random, all));
  return query;
}

/** Chance of a violation: the strongest of the regions that the query has whole or all but one of. */
function chanceOf(query: readonly number[], regions: readonly Planted[], base: number): number {
  let chance = base;
  for (const {members, rate, part, size} of regions) {
    let shared = 0;
    for (const wordings of members) if (wordings.some((id) => query.includes(id))) shared++;
    if (shared === size) chance = Math.max(chance, rate);
    else if (size > 1 && shared === size - 1) chance = Math.max(chance, part);
  }
  return chance;
}

function judge(violated: boolean, {judge: {noise, bias, falseFlags, missed}}: SearchWorldSpec, random: Random): number {
  const seen = violated ? random() >= missed : random() < falseFlags;
  const mean = (seen ? 88 : 15) + bias;
  return Math.max(0, Math.min(100, Math.round(mean + noise * normal(random))));
}
