import {closeSync, openSync, readFileSync, readSync, writeFileSync, writeSync} from "node:fs";
import {openNearest} from "../../loaders/turf/vectors/nearest.js";
import {enterMemoryGroup} from "../harness/memory-group.js";
import {boundsPath, codesPath, headerPath, openVectors} from "../../loaders/turf/vectors/vector-file.js";

export interface StreamMeasure {
  plain: number; // ms of reading the codes in order
  one: number; // of a query
  thirty: number; // of 30 queries at once
  exact: boolean; // every neighbour of the small file, once for each copy
  peakInMB: number;
}

/**
 * Makes a large vector file of copies of a small one, then searches it with memory for codes of `memory` bytes, in turn
 * with reading its codes in order.
 */
const {path, group, ...numbers} = JSON.parse(process.argv[2]!) as {path: string; group?: string} & Record<
  "copies" | "memory" | "k" | "limit",
  number
>;
const {copies, memory, k, limit} = numbers;
if (group !== undefined) enterMemoryGroup(group, limit);
const times = 3;
const chunk = Buffer.alloc(4 << 20);
const large = `${path}-large`;
for (const file of ["", codesPath(""), boundsPath("")]) repeat(`${path}${file}`, `${large}${file}`);
const header = JSON.parse(readFileSync(headerPath(path), "utf8")) as {count: number};
writeFileSync(headerPath(large), JSON.stringify({...header, count: header.count * copies}));

const small = openVectors(path);
const queries = Float32Array.from(Array.from({length: 30}, (_, i) => [...small.row((i * 7919) % small.count)]).flat());
const query = queries.subarray(0, small.dimension);
const nearest = await openNearest(large, {memory});
await nearest.top(query, k);
const took = {plain: [] as number[], one: [] as number[], thirty: [] as number[]};
for (let i = 0; i < times; i++) {
  took.plain.push(await timed(readInOrder));
  took.one.push(await timed(() => nearest.top(query, k)));
  took.thirty.push(await timed(() => nearest.top(queries, k)));
}
const peakInMB = process.resourceUsage().maxRSS / 1000;
const found = (await nearest.top(query, k))[0]!;
await nearest.close();
const reference = await openNearest(path);
const expected = (await reference.top(query, k / copies))[0]!;
await reference.close();
const seen = new Map<number, number>();
for (const id of found.ids) seen.set(id % small.count, (seen.get(id % small.count) ?? 0) + 1);
const exact =
  [...expected.ids].every((id) => seen.get(id) === copies) &&
  [...expected.scores].every((score, i) => score === found.scores[i * copies]);
const median = (all: number[]): number => all.sort((a, b) => a - b)[(times - 1) / 2]!;
const [plain, one, thirty] = [median(took.plain), median(took.one), median(took.thirty)];
process.stdout.write(JSON.stringify({plain, one, thirty, exact, peakInMB} satisfies StreamMeasure));

async function timed(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

function readInOrder(): void {
  const file = openSync(codesPath(large), "r");
  while (readSync(file, chunk) > 0);
  closeSync(file);
}

function repeat(from: string, to: string): void {
  const output = openSync(to, "w");
  for (let copy = 0; copy < copies; copy++) {
    const input = openSync(from, "r");
    for (let read = readSync(input, chunk); read > 0; read = readSync(input, chunk)) writeSync(output, chunk, 0, read);
    closeSync(input);
  }
  closeSync(output);
}
