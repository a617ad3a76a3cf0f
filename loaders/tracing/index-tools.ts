import type {Activity} from "../model/activity.js";
import type {GrantMore} from "../model/budget.js";
import {createModel} from "../model/create.js";
import {Dispatcher} from "../model/dispatcher.js";
import type {LaneOptions} from "../model/lane.js";
import type {Model} from "../model/model.js";
import {readPrices, type Prices} from "../model/prices.js";
import type {BatchLog} from "../store/batch-log.js";
import type {InFlight} from "../store/in-flight.js";
import type {Journal} from "../store/journal.js";
import {openBudget} from "../store/open-budget.js";
import {Recorder} from "../store/recorder.js";
import type {SpendMeter} from "../store/spend.js";
import {isEndpoint, openEmbedder} from "../turf/embed/open-embedder.js";
import type {IndexSettings, IndexTools} from "../turf/index/parts.js";
import {UserError} from "../util/user-error.js";
import {createIndexExtractor} from "./create-extractor.js";

/** What the calls of an index are recorded in. */
export interface IndexRecords {
  journal: Journal;
  inFlight: InFlight;
  batches: BatchLog;
  meter?: SpendMeter; // defaults to one of all records of the journal
}

/** How models are asked. */
export interface AskOptions {
  budgetInUsd: number | null;
  more?: GrantMore; // asks for more than the budget, where others share it
  limitsOf?: (model: string) => LaneOptions;
  max?: number; // calls in flight per provider; defaults to 256
  signal?: AbortSignal | undefined;
  log?: ((line: string) => void) | undefined;
  onActivity?: ((activity: () => Activity) => void) | undefined;
}

/** The models of the stages. Throws a UserError if there is a budget and the price of one is unknown. */
export function createTools(
  settings: IndexSettings,
  {journal, inFlight, batches, meter}: IndexRecords,
  {budgetInUsd, more, limitsOf, max = 256, signal, log, onActivity}: AskOptions
): IndexTools {
  const prices = readPrices();
  const recorder = new Recorder(journal, {
    dispatcher: new Dispatcher({signal, max, log, ...(limitsOf && {limitsOf})}),
    priceOf: (model) => prices.find(model.name),
    budget: openBudget(budgetInUsd, journal, {batches, ...(meter && {meter}), ...(more && {more})}),
    ...(meter && {meter}),
    inFlight
  });
  onActivity?.(recorder.activity);
  const checkPrice = (model: string): void => {
    if (budgetInUsd !== null) requirePrice(model, prices);
  };
  const createPaid = (spec: string): Model => {
    const model = createModel({name: spec, baseUrl: null, key: null});
    if (!model.free) checkPrice(spec);
    return model;
  };
  if (isEndpoint(settings.embed)) checkPrice(settings.embed);
  return {
    extractor: async () => createIndexExtractor(settings.extract, {model: createPaid, recorder, log: batches, signal}),
    embedder: () =>
      openEmbedder({model: settings.embed, dimensions: settings.dimensions, batch: settings.embedBatch}, {recorder}),
    summariser: settings.summaries === "medoid" ? null : createPaid(settings.summaries),
    checker: settings.check === null ? null : createPaid(settings.check),
    recorder,
    batches
  };
}

function requirePrice(model: string, prices: Prices): void {
  if (prices.find(model) !== null) return;
  const message = `no price is known for ${model}, so the budget can't be enforced: add it to ${prices.file}`;
  throw new UserError(message, {key: "--budget"});
}
