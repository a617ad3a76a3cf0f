import {mkdtempSync, readFileSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, describe, expect, it} from "vitest";
import {createRandom} from "../../util/random.js";
import {registeredSteps} from "../../util/steps.js";
import {Searcher} from "./searcher.js";
import {rowsAtOnce, shareCodes, startPasses, takePieces} from "./shared-codes.js";
import {boundsPath, codesPath, VectorWriter} from "./vector-file.js";

const folder = mkdtempSync(join(tmpdir(), "surfturf-codes-"));
afterAll(() => rmSync(folder, {recursive: true, force: true}));

const [rows, dimension] = [4 * rowsAtOnce + 100, 4];
const path = join(folder, "rows");
const random = createRandom(1);
const writer = new VectorWriter(path, dimension, {coded: true});
writer.append(Float32Array.from({length: rows * dimension}, () => random() - 0.5));
writer.finish().close();
const share = (threads: number) => shareCodes(path, threads, 2, {blockBytes: 2 * rowsAtOnce * 32}); // three blocks

describe("shareCodes(path, threads, passes)", () => {
  it("gives each row to one thread, whichever is free, in every pass", () => {
    const codes = share(2);
    expect(codes.memories.length).toBe(3);
    for (const pass of [0, 1]) {
      const [one, other] = [takePieces(codes, pass), takePieces(codes, pass)];
      const taken = [one.next(), other.next(), one.next(), one.next(), one.next()].map(({value}) => value!);
      expect(taken.map(({from}) => from)).toEqual([0, 1, 2, 3, 4].map((piece) => piece * rowsAtOnce));
      expect(taken.at(-1)!.to).toBe(rows);
      expect([one.next().done, other.next().done]).toEqual([true, true]);
    }
    startPasses(codes);
    expect(takePieces(codes, 0).next().value!.from).toBe(0);
  });

  it("holds the codes and bounds of the file, whichever thread read them, and finds rows in every block", () => {
    const codes = share(2);
    const searchers = [0, 1].map((thread) => new Searcher(codes, thread));
    const readings = searchers.map((searcher) => searcher.read());
    readings[0]!.next();
    readings.forEach(registeredSteps);
    const written = readFileSync(codesPath(path));
    startPasses(codes);
    for (const {from, to, memory, at} of takePieces(codes, 0)) {
      const held = Buffer.from(new Uint8Array(codes.memories[memory]!.buffer, at, (to - from) * codes.stride));
      expect(held.equals(written.subarray(from * codes.stride, to * codes.stride))).toBe(true);
    }
    expect(Buffer.from(new Uint8Array(codes.bounds.buffer)).equals(readFileSync(boundsPath(path)))).toBe(true);

    startPasses(codes);
    const scans = searchers.map((searcher) =>
      searcher.scan([Float32Array.of(1, 0, 0, 0)], {k: rows, ties: false, further: null}, rows)
    );
    scans[0]!.next();
    const found = scans.flatMap((scan) => [...registeredSteps(scan)[0]!.ids]);
    expect(found.sort((a, b) => a - b)).toEqual(Array.from({length: rows}, (_, i) => i));
    for (const searcher of searchers) searcher.close();
  });
});
