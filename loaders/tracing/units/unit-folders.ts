import {readdirSync, rmSync} from "node:fs";
import {join} from "node:path";
import type {IndexStage} from "../../../src/shared/indexManifest.js";
import {unitFiles, unitsFolder} from "../../engine/unit-files.js";
import {hashOf} from "../../store/recorded-call.js";
import {indexFiles} from "../../turf/index/files.js";
import {partsIn, type PartsOf} from "../../turf/shards/index-parts.js";
import {resultOf} from "../../turf/shards/result.js";
import type {Trained} from "../../turf/shards/rounds.js";
import type {ShardFolders} from "../../turf/shards/stages.js";
import type {IndexPlan, IndexTask, IndexUnit} from "./index-plan.js";

/** The folder of what a unit of an index makes for others. */
export const outputOf = (work: string, {id}: Pick<IndexUnit, "id">): string => join(unitFiles(work, id).folder, "out");

/** Where the outputs of the units of a plan are, by what they do. */
export class UnitFolders implements ShardFolders {
  constructor(
    private readonly plan: IndexPlan,
    private readonly fingerprints: ReadonlyMap<IndexStage, string>
  ) {}

  /** The files of all texts and slots, until they are whole. */
  get texts(): PartsOf {
    return this.#partsOf("attributes", "attributes");
  }

  /** The files of all vectors, until they are whole. */
  get vectors(): PartsOf {
    return this.#partsOf("vectors", "embeddings");
  }

  /** The clusters of all texts, until they are whole. */
  get assignment(): PartsOf {
    return this.#partsOf("centre", "clusters");
  }

  get extract(): string[] {
    return this.#of("extract");
  }

  get distinct(): string[] {
    return this.#of("distinct");
  }

  get embed(): string[] {
    return this.#of("embed");
  }

  get number(): string[] {
    return this.#of("number");
  }

  get weigh(): string[] {
    return this.#of("weigh");
  }

  get sum(): string[] {
    return this.#of("sum");
  }

  get centre(): string {
    return this.#of("centre")[0]!;
  }

  get near(): string[] {
    return this.#of("near");
  }

  get members(): string[] {
    return this.#of("members");
  }

  get rows(): string[] {
    return this.#of("rows");
  }

  get typical(): string[] {
    return this.#of("typical");
  }

  get train(): string {
    return this.#of("train")[0]!;
  }

  assign = (round: number): string[] => this.#of("assign", round);

  /** The unit with the centroids that a round begins with. */
  before = (round: number): string => (round === 1 ? this.train : this.#of("move", round - 1)[0]!);

  /** The first unit after which k-means was over. The rounds after it have nothing, or what an earlier plan left. */
  clusters(): {last: string; labels: string[]} {
    if (resultOf<Trained>(this.train).isFinal) return {last: this.train, labels: [this.train]};
    for (let round = 1; ; round++) {
      const last = this.before(round + 1);
      if (resultOf<Trained>(last).isFinal) return {last, labels: this.assign(round)};
    }
  }

  /** Parts of other settings are not among them. */
  #partsOf(task: IndexTask["task"], stage: IndexStage): PartsOf {
    const {shards} = this.plan.options;
    const folder = join(this.#of(task)[0]!, hashOf([this.fingerprints.get(stage), shards]).slice(0, 16));
    return partsIn(folder, indexFiles(this.plan.index.name));
  }

  #of(task: IndexTask["task"], round?: number): string[] {
    return this.plan.units
      .filter((unit) => unit.task === task && (round === undefined || ("round" in unit && unit.round === round)))
      .map((unit) => outputOf(this.plan.work, unit));
  }
}

/** Removes what units made for each other, those of earlier plans too: a finished index has it all. Journals stay. */
export function removeOutputs(work: string): void {
  for (const entry of readdirSync(unitsFolder(work), {withFileTypes: true}))
    if (entry.isDirectory()) rmSync(outputOf(work, {id: entry.name}), {recursive: true, force: true});
}
