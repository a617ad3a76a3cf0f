import {createRandom, pick, type Random} from "../../loaders/util/random.js";
import {writeTable} from "../../loaders/store/tables.js";
import {writeManifest} from "../../loaders/store/manifest.js";
import type {StudyManifest} from "../shared/manifest.js";
import type {Row} from "../shared/schema.js";
import {wilson} from "../shared/statistics.js";
import {toFinding} from "./finding.js";
import {hostile} from "./hostile.js";
import {models, rubric, tally, type Asked} from "./probe-asked.js";
import {writeProbeTables} from "./probe-tables.js";

/** How large the planted robustness probe is. */
export interface ProbeSize {
  top: number;
  perturbations: number;
  samples: number;
}

const words = ["When", "did", "the", "old", "mill", "by", "river", "turn", "its", "wheel", "and", "why", "so", "slow"];

/**
 * Writes a study whose tables of the steps confirm, robustness and probe hold answers of known probability: the pages
 * have every group to show, and a test knows what they must say. Some of its texts are hostile.
 */
export async function plantProbes(
  study: string,
  manifest: StudyManifest,
  {top, perturbations, samples}: ProbeSize = {top: 6, perturbations: 4, samples: 10}
): Promise<void> {
  const random = createRandom(7);
  const findings = Array.from({length: top}, (_, i) => findingOf(i, random));
  const prompts: Row<"probe_prompts">[] = [];
  const asked: Asked[] = [];
  const add = (step: string, probe: string, kind: string, more: Partial<Row<"probe_prompts">>) => {
    const prompt = {...blankPrompt, ...more, id: prompts.length, step, probe, kind};
    prompts.push(prompt);
    return prompt;
  };
  const ask = (prompt: Row<"probe_prompts">, chance: number, more: Partial<Asked> = {}) =>
    void asked.push({prompt, model: models[0]!, context: "none", chance, samples, measure: null, ...more});

  for (const [i, finding] of findings.entries()) {
    const chance = (i + 0.5) / top;
    const again = add("confirm", "confirm", "confirm", {item: finding.id, query: finding.query});
    for (const model of models) ask(again, model === models[0] ? chance : chance / 2, {model});
    const original = add("robustness", "robustness", "robustness", {item: finding.id, query: finding.query});
    ask(original, chance);
    for (let number = 1; number <= perturbations; number++) {
      const query = sentence(random);
      const variant = {item: finding.id, variant: "perturbed", number, original: original.id, query};
      const prompt = add("robustness", "robustness", "robustness", variant);
      if (number === perturbations && i === 0) Object.assign(prompt, {status: "rejected", reason: "identical"});
      else ask(prompt, Math.max(0, chance - 0.1 * random()));
    }
  }
  for (let a = 1; a <= 4; a++)
    for (let b = 1; b <= 4; b++)
      ask(
        add("probe", "sums", "template", {
          item: `${a}, ${b}`,
          row: String(a),
          column: String(b),
          query: `Is ${a}+${b}=${a + b}?`,
          rubric: null
        }),
        a > b ? 0.9 : 0.1,
        {measure: "says no"}
      );
  for (let i = 0; i < 8; i++) {
    const original = add("probe", "latex", "transform", {item: `maths ${i}`, query: sentence(random)});
    const changed = add("probe", "latex", "transform", {
      item: `maths ${i}`,
      variant: "latex",
      original: original.id,
      query: `\\( ${sentence(random)} \\)`
    });
    for (const model of models) {
      ask(original, 0.2, {model});
      ask(changed, model === models[0] ? 0.7 : 0.3, {model});
    }
    for (const [context, chance] of [
      ["none", 0.7],
      ["rebut 3", 0.4],
      ["accept 3", 0.1]
    ] as const)
      ask(add("probe", "shots", "context", {item: `fact ${i}`, query: sentence(random)}), chance, {context});
  }
  await writeProbeTables(study, asked, prompts, random);
  await writeTable(
    study,
    "findings",
    findings.map((finding, i) => ({...finding, ...confirmedOf(asked, i)}))
  );
  writeManifest({
    ...manifest,
    name: study,
    title: "Planted probes",
    origin: "own",
    state: "finished",
    models: {target: models}
  });
}

const blankPrompt: Row<"probe_prompts"> = {
  id: 0,
  step: "",
  probe: "",
  kind: "",
  item: "",
  variant: "original",
  number: null,
  original: null,
  row: null,
  column: null,
  rubric,
  status: "used",
  reason: null,
  query: "",
  expected: null
};

const sentence = (random: Random): string => `${Array.from({length: 8}, () => pick(random, words)).join(" ")}?`;

const findingOf = (i: number, random: Random): Row<"findings"> =>
  toFinding({
    id: `rebut-${i}`,
    rubric,
    model: models[0]!,
    score: 95 - i,
    query: i === 0 ? hostile.script : `${sentence(random)} ${i}`
  });

function confirmedOf(asked: readonly Asked[], i: number) {
  const counts = asked.filter(
    ({prompt, model}) => prompt.step === "confirm" && prompt.item === `rebut-${i}` && model === models[0]
  );
  const {n, violations} = tally.get(counts[0]!)!;
  const {rate, low, high} = wilson(violations, n);
  return {confirmed: low! > 0.5, confirmed_n: n, confirmed_rate: rate, confirmed_low: low, confirmed_high: high};
}
