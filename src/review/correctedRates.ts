import type {Row} from "../shared/schema.js";
import type {Proportion} from "../shared/statistics.js";
import {roganGladen} from "../shared/statistics/corrections.js";
import {effectiveErrors, effectiveNumber, type StratifiedQuality} from "../shared/statistics/strata.js";
import type {ReviewSource} from "./population.js";

/** A rate of the study, and what it is after the judge's errors are taken out. */
export interface CorrectedRate {
  of: string;
  model: string;
  raw: Proportion & {n: number};
  corrected: Proportion;
}

/** The rates of a rubric, corrected by what the review says of the judge. */
export function correctedRates(
  rates: readonly Row<"rates">[],
  rubric: string,
  source: ReviewSource,
  quality: Pick<StratifiedQuality, "recall" | "specificity">
): CorrectedRate[] {
  const errors = effectiveErrors(quality);
  return rates
    .filter((row) => isShown(row, rubric, source))
    .map(({step, group, probe, context, model, n, rate, low, high}) => ({
      of:
        step === "surf"
          ? `${group} arm`
          : [step, probe, context === "none" ? null : context]
              .filter((part, i, all) => part !== null && part !== all[i - 1])
              .join(", "),
      model,
      raw: {rate, low, high, n},
      corrected:
        errors === null || rate === null
          ? {rate: null, low: null, high: null}
          : roganGladen(rate, step === "surf" ? n : effectiveNumber({rate, low, high}), errors)
    }));
}

function isShown(
  {step, group, rubric, measure, variant, item, row, column}: Row<"rates">,
  asked: string,
  source: ReviewSource
): boolean {
  if (source === "candidates")
    return step === "surf" && rubric === asked && (group === "search" || group === "control");
  const isWhole = [variant, item, row, column].every((part) => part === null);
  return step !== "surf" && measure === `rubric:${asked}` && group === "variant" && isWhole;
}
