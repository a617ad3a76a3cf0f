import {existsSync, mkdirSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {availableParallelism} from "node:os";
import {join} from "node:path";
import {describe, expect, it} from "vitest";
import {createRandom, integerBelow, normal} from "../../util/random.js";
import {useTempData} from "../../util/testing/temp-data.js";
import {
  noAttribute,
  readFloat32,
  readUint32,
  slotsPerPair,
  slotsPerSide,
  writeArray,
  type IndexFiles
} from "../index/files.js";
import type {IndexSettings} from "../index/parts.js";
import {VectorWriter} from "../vectors/vector-file.js";
import {assignShard, clusterFiles, moveCentroids} from "./rounds.js";
import {writeResult} from "./result.js";
import {usesOfShard, weighShard} from "./weigh.js";

const {folder} = useTempData();
const k = 1100; // as many as bounds are kept for
const rows = 4000;
const dimension = 6;
const shards = 2;
const settings = {clusters: k, seed: 1} as IndexSettings;

/** Vectors around a few hundred points, and pairs that each have some of the rows. */
function writeIndex(): IndexFiles {
  const random = createRandom(3);
  const middles = Float32Array.from({length: 400 * dimension}, () => normal(random));
  const files = {queryVectors: join(folder(), "vectors"), slots: join(folder(), "slots.u32")} as IndexFiles;
  const writer = new VectorWriter(files.queryVectors, dimension);
  for (let row = 0; row < rows; row++) {
    const of = integerBelow(random, 400);
    writer.append(
      Float32Array.from({length: dimension}, (_, i) => middles[of * dimension + i]! + 0.2 * normal(random))
    );
  }
  writer.finish().close();
  const slots = new Uint32Array(2 * rows * slotsPerPair).fill(noAttribute);
  for (let pair = 0; pair < 2 * rows; pair++) {
    slots[pair * slotsPerPair] = pair % rows;
    slots[pair * slotsPerPair + 1] = integerBelow(random, 1000);
    slots[pair * slotsPerPair + slotsPerSide] = 0; // a response attribute does not count
  }
  writeArray(files.slots, slots);
  return files;
}

const unit = (name: string): string => {
  mkdirSync(join(folder(), name), {recursive: true});
  return join(folder(), name);
};

describe("rounds over shards", () => {
  it("weigh each row by the pairs that have it", async () => {
    const files = writeIndex();
    const uses = new Uint32Array(rows);
    const slots = readUint32(files.slots);
    for (let pair = 0; pair < 2 * rows; pair++) for (const slot of [0, 1]) uses[slots[pair * slotsPerPair + slot]!]!++;
    for (let shard = 0; shard < shards; shard++)
      await weighShard(unit(`weigh-${shard}`), {shard, shards}, {files, settings});
    expect([0, 1].flatMap((shard) => [...usesOfShard(unit(`weigh-${shard}`))])).toEqual([...uses]);
  });

  it("assign with the bounds of the round before as without, to the last bit", async () => {
    const files = {queryVectors: join(folder(), "vectors")} as IndexFiles;
    const vectors = new Float32Array(new Uint8Array(readFileSync(files.queryVectors)).buffer);
    writeArray(clusterFiles(unit("move-0")).centroids, vectors.slice(0, k * dimension));
    writeResult(unit("move-0"), "", {isFinal: false, iterations: 1, inertia: 0});
    const labelsOf = (name: string) => readUint32(clusterFiles(unit(name)).labels);
    for (let round = 1; round <= 4; round++) {
      const from = unit(`move-${round - 1}`);
      for (let shard = 0; shard < shards; shard++) {
        const names = {plain: unit(`plain-${round}-${shard}`), own: unit(`own-${round}-${shard}`)};
        const before = round === 1 ? null : {round: unit(`own-${round - 1}-${shard}`), from: unit(`move-${round - 2}`)};
        const part = {weighed: unit(`weigh-${shard}`), from, shard: {shard, shards}};
        const plain = await assignShard(names.plain, {...part, before: null}, {files, settings});
        const own = await assignShard(names.own, {...part, before}, {files, settings});
        expect(own.inertia).toBe(plain.inertia);
        expect(labelsOf(`own-${round}-${shard}`)).toEqual(labelsOf(`plain-${round}-${shard}`));
        for (const kind of ["sums", "masses"] as const)
          expect(
            readFileSync(clusterFiles(names.own)[kind]).equals(readFileSync(clusterFiles(names.plain)[kind]))
          ).toBe(true);
        expect(existsSync(clusterFiles(names.own).groups)).toBe(k >= 128 * availableParallelism());
        writeResult(names.own, "", own);
      }
      const parts = [0, 1].map((shard) => unit(`own-${round}-${shard}`));
      writeResult(unit(`move-${round}`), "", moveCentroids(unit(`move-${round}`), {from, parts, round}));
      expect(readFloat32(clusterFiles(unit(`move-${round}`)).centroids).length).toBe(k * dimension);
    }
  });

  it("takes no bounds of other settings that a unit left in its folder", async () => {
    const files = {queryVectors: join(folder(), "vectors")} as IndexFiles;
    const left = unit("left");
    writeFileSync(clusterFiles(left).groups, "left");
    const few = {...settings, clusters: 20};
    const from = unit("few");
    writeArray(clusterFiles(from).centroids, new Float32Array(20 * dimension));
    const part = {weighed: unit("weigh-0"), from, before: null, shard: {shard: 0, shards}};
    await assignShard(left, part, {files, settings: few});
    expect(existsSync(clusterFiles(left).groups)).toBe(false);
    rmSync(left, {recursive: true});
  });
});
