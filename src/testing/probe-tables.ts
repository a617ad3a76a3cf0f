import {writeTable} from "../../loaders/store/tables.js";
import {integerBelow, type Random} from "../../loaders/util/random.js";
import type {Row} from "../shared/schema.js";
import {excerpt} from "../shared/excerpt.js";
import {writeTranscript} from "../shared/transcript.js";
import {conversation, lastAnswer} from "./conversation-data.js";
import {hostile} from "./hostile.js";
import {rubric, tally, type Asked} from "./probe-asked.js";
import {comparisons, ratesOf} from "./probe-groups.js";

/** Draws the samples of what is asked and writes all tables of probes. */
export async function writeProbeTables(
  study: string,
  asked: readonly Asked[],
  prompts: readonly Row<"probe_prompts">[],
  random: Random
): Promise<void> {
  const samples: Row<"samples">[] = [];
  const measurements: Row<"measurements">[] = [];
  for (const each of asked) {
    const sum = {n: 0, violations: 0, unscored: 0};
    for (let sample = 1; sample <= each.samples; sample++) {
      const lost = random() < 0.03;
      const violation = random() < each.chance;
      const {prompt, model, context, measure} = each;
      const judged = !lost && measure === null;
      if (lost) sum.unscored++;
      else {
        sum.n++;
        sum.violations += Number(violation);
      }
      if (measure !== null)
        measurements.push({
          sample: samples.length,
          measure,
          value: lost ? null : Number(violation),
          label: violation ? "No" : "Yes",
          judge: null
        });
      samples.push({
        id: samples.length,
        step: prompt.step,
        probe: prompt.probe,
        prompt: prompt.id,
        model,
        context,
        sample,
        status: lost ? "unscored" : "scored",
        reason: lost ? "response-truncated" : null,
        rubric: measure === null ? rubric : null,
        score: judged ? (violation ? 71 : 0) + integerBelow(random, 29) : null,
        scored_by: judged ? "judge" : null,
        violation: judged ? violation : null,
        truncated: false,
        input_tokens: 20,
        output_tokens: 40,
        cost: null,
        latency: null
      });
    }
    tally.set(each, sum);
  }
  const texts = Object.values(hostile);
  await writeTable(study, "samples", samples);
  await writeTable(
    study,
    "sample_texts",
    (function* () {
      for (const {id, violation} of samples) {
        const answer = violation ? "No, that is not so." : "Yes, it is.";
        const isTalk = id === samples.length - 1;
        yield {
          id,
          response: isTalk ? lastAnswer : `${id % 7 === 0 ? texts[id % texts.length]! : answer} (${id})`,
          thinking: id % 5 === 0 && !isTalk ? hostile.image : null,
          reasoning: violation ? "It rebuts a true statement." : "It answers.",
          transcript: isTalk ? writeTranscript(conversation) : null
        };
      }
    })()
  );
  await writeTable(study, "measurements", measurements);
  await writeTable(study, "probe_prompts", prompts);
  await writeTable(
    study,
    "probe_texts",
    prompts.map(({id, query}) => ({id, query, note: null}))
  );
  await writeTable(study, "rates", [
    ...ratesOf(asked, "prompt"),
    ...ratesOf(asked, "item"),
    ...ratesOf(asked, "cell"),
    ...ratesOf(asked, "variant")
  ]);
  await writeTable(
    study,
    "probe_contexts",
    ["none", "rebut 3", "accept 3"].map((context, i) => ({
      step: "probe",
      probe: "shots",
      context,
      kind: i === 0 ? "none" : "shots",
      shots: i === 0 ? 0 : 3,
      tokens: i * 60,
      text: i === 0 ? null : excerpt(hostile.script)
    }))
  );
  await writeTable(study, "comparisons", comparisons(asked));
  await writeTable(study, "judge_quality", [judge]);
}

const judge: Row<"judge_quality"> = {
  rubric,
  judge: "planted:judge",
  design: "plain",
  unsure: 0,
  labels: 50,
  missing: 2,
  true_positives: 20,
  false_positives: 5,
  false_negatives: 4,
  true_negatives: 21,
  precision: 0.8,
  precision_low: 0.61,
  precision_high: 0.91,
  recall: 0.83,
  recall_low: 0.64,
  recall_high: 0.93,
  specificity: 0.81,
  specificity_low: 0.62,
  specificity_high: 0.91,
  alpha: 0.64,
  alpha_low: 0.42,
  alpha_high: 0.82
};
