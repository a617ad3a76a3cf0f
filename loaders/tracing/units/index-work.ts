import {mkdirSync} from "node:fs";
import {openMoney} from "../../engine/unit-money.js";
import type {PerformOptions} from "../../engine/perform-unit.js";
import {takePlace} from "../../engine/slots.js";
import {openBelow} from "../../engine/unit-journals.js";
import {unitFiles} from "../../engine/unit-files.js";
import type {Activity} from "../../model/activity.js";
import type {LaneOptions} from "../../model/lane.js";
import {parseProvider} from "../../model/provider.js";
import {BatchLog} from "../../store/batch-log.js";
import {InFlight} from "../../store/in-flight.js";
import type {Recorder} from "../../store/recorder.js";
import {hashOf} from "../../store/recorded-call.js";
import {SpendMeter} from "../../store/spend.js";
import {StackedJournal} from "../../store/stacked-journal.js";
import type {IndexStage} from "../../../src/shared/indexManifest.js";
import {hasStage, stageFingerprints} from "../../turf/index/build-index.js";
import {indexFiles, type IndexFiles} from "../../turf/index/files.js";
import type {CorpusSource, IndexSettings, IndexTools, StageProgress} from "../../turf/index/parts.js";
import type {Shard} from "../../turf/shards/divide.js";
import {corpusOf} from "../corpus-source.js";
import {createTools} from "../index-tools.js";
import type {IndexPlan, IndexTask, IndexUnit} from "./index-plan.js";
import {outputOf, UnitFolders} from "./unit-folders.js";

const callsInFlight = 256; // per provider, of all units together

const stages: Record<IndexTask["task"], readonly IndexStage[]> = {
  corpus: ["corpus"],
  ...({extract: ["attributes"], distinct: ["attributes"], number: ["attributes"]} as const),
  ...({slots: ["attributes"], attributes: ["attributes"]} as const),
  ...({embed: ["embeddings"], code: ["embeddings"], vectors: ["embeddings"]} as const),
  ...({weigh: ["clusters"], train: ["clusters"], assign: ["clusters"], move: ["clusters"]} as const),
  ...({sum: ["clusters"], centre: ["clusters"], near: ["clusters"], members: ["clusters"]} as const),
  ...({rows: ["tables"], typical: ["tables"]} as const),
  gather: ["clusters", "summaries", "check", "tables"]
};

/** The stages of an index that a unit is a part of. */
export const stagesOf = ({task}: IndexUnit): readonly IndexStage[] => stages[task];

/** The first of them. */
const stageOf = (unit: IndexUnit): IndexStage => stagesOf(unit)[0]!;

/** How a unit is done. */
export interface DoIndexUnitOptions extends PerformOptions {
  log?: (line: string) => void;
  onProgress?: (progress: StageProgress) => void;
  onActivity?: (activity: () => Activity) => void;
}

export interface IndexWorkOptions extends DoIndexUnitOptions {
  onProgress: (progress: StageProgress) => void;
  onRecorder: (recorder: Recorder) => void;
}

/** What a unit of an index works with. */
export class IndexWork {
  readonly name: string;
  readonly files: IndexFiles;
  readonly settings: IndexSettings;
  readonly corpus: CorpusSource;
  readonly folders: UnitFolders;
  readonly output: string; // folder of what it makes for other units
  isTrained = false; // it found that k-means is over

  constructor(
    readonly plan: IndexPlan,
    readonly unit: IndexUnit,
    readonly options: IndexWorkOptions
  ) {
    const {name, corpus, files, settings} = plan.index;
    this.name = name;
    this.files = indexFiles(name);
    this.settings = settings;
    this.corpus = corpusOf(corpus, {sampling: settings.sampling, files});
    this.folders = new UnitFolders(plan, stageFingerprints(this));
    this.output = outputOf(plan.work, unit);
  }

  get shard(): Shard {
    return {shard: "shard" in this.unit ? this.unit.shard : 0, shards: this.plan.options.shards};
  }

  get signal(): AbortSignal | undefined {
    return this.options.signal;
  }

  /** Stands for all that what it makes depends on. */
  get inputs(): string {
    return hashOf([stageFingerprints(this).get(stageOf(this.unit)), this.unit.id, this.plan.options.shards]);
  }

  /** Whether the index has the stage already that this unit is a part of. */
  get isStageDone(): boolean {
    const stage = stageOf(this.unit);
    return hasStage(this.name, stage, stageFingerprints(this).get(stage)!);
  }

  report = (progress: Omit<StageProgress, "stage">): void =>
    this.options.onProgress({stage: stageOf(this.unit), ...progress});

  /** Asks models, where the unit has its own journal, its share of the limits and of the money. */
  async withTools<T>(asks: boolean, work: (tools: IndexTools) => Promise<T>): Promise<T> {
    const {plan, unit, signal} = this;
    const paths = unitFiles(plan.work, unit.id);
    mkdirSync(paths.folder, {recursive: true});
    const leave = asks ? await takePlace(plan, signal) : () => undefined;
    const journal = StackedJournal.over(paths.journal, openBelow(plan.work, []));
    const spent = (): number => SpendMeter.ofRecords(journal.written()).charged;
    const money = await openMoney(plan, unit, spent());
    let inFlight: InFlight | undefined;
    try {
      inFlight = await InFlight.open(paths.inFlight, journal);
      const {log, onActivity} = this.options;
      const tools = createTools(
        this.settings,
        {journal, inFlight, batches: new BatchLog(paths.batches), meter: SpendMeter.ofRecords(journal.written())},
        {
          budgetInUsd: money?.granted ?? null,
          ...(money && {more: money.more}),
          ...{limitsOf: (model: string) => limitsOf(model, plan), signal, log, onActivity}
        }
      );
      this.options.onRecorder(tools.recorder);
      return await work(tools);
    } finally {
      await inFlight?.close();
      await money?.settle(spent());
      journal.close();
      leave();
    }
  }
}

/** A unit's share of what one key may do, as if all units that may run at once asked with it. */
function limitsOf(model: string, {options: {atOnce, limits}}: IndexPlan): LaneOptions {
  const {rpm, tpm} = limits[parseProvider(model).provider] ?? {};
  return {
    max: Math.max(1, Math.floor(callsInFlight / atOnce)),
    ...(rpm !== undefined && {requestsPerMinute: rpm / atOnce}),
    ...(tpm !== undefined && {tokensPerMinute: tpm / atOnce})
  };
}
