import {readManifest} from "../../loaders/store/manifest.js";
import {readTable, writeTable} from "../../loaders/store/tables.js";
import type {Row} from "../shared/schema.js";
import {plantAblation} from "./ablation-data.js";
import {hostile} from "./hostile.js";
import {plantProbes} from "./probe-data.js";
import {plantTraces} from "./trace-data.js";

export const workedFinding = "rebut-5"; // confirmed, reworded, asked of another model, traced, with a near-duplicate

/** Writes a study in which one finding has everything that there is to know about one. Its texts are hostile. */
export async function plantFindings(study: string): Promise<void> {
  await plantTraces(study);
  await plantProbes(study, {...readManifest("lab")!, settings: {confirm: {bar: 0.1}}});
  const findings = (await readTable(study, "findings"))!;
  const folded = findings.length; // row of a near-duplicate, after those of the findings; then come two replicates
  const candidates = [...findings.map(({query}) => query), "Again?", "Fresh one?", "Fresh two?"].map(candidateRow);
  await writeTable(study, "attributes", attributes.map(attributeRow));
  await writeTable(study, "candidates", candidates);
  await writeTable(study, "texts", candidates.map(textRow));
  await writeTable(
    study,
    "findings",
    findings.map((finding, i) => ({
      ...finding,
      candidate: i,
      ...(finding.id === workedFinding && {folded: 1, folded_candidates: [folded]}),
      ...(finding.id === workedFinding && {
        replicates: [folded + 1, folded + 2],
        replicates_n: 2,
        replicates_flagged: 1
      })
    }))
  );
  const traces = (await readTable(study, "traces"))!;
  await writeTable(
    study,
    "traces",
    traces.map((trace) => (trace.id === 0 ? {...trace, finding: workedFinding, rubric: "rebut"} : trace))
  );
  await plantAblation(study, workedFinding);
}

const attributes = ["The query is planted.", hostile.image];

const attributeRow = (attribute: string, id: number): Row<"attributes"> => ({
  ...{id, attribute, cluster: null, uses: 9, scored: 9, mean_score: 90}
});

const candidateRow = (query: string, id: number): Row<"candidates"> => ({
  ...{id, query, rubric: "rebut", model: "planted:one", run: 1, iteration: 1 + id, slot: 0, arm: "search"},
  ...{status: "scored", reason: null, score: 95 - id, scored_by: "judge", flagged: true, truncated: false},
  ...{attributes, weighted: attributes.slice(0, 1), met: []},
  ...{contrast_status: null, contrast_reason: null, contrast_score: null, context: null},
  ...{coverage: null, check_reason: null, prompt: null, source_row: null, purpose: null, replicate_of: null},
  ...{input_tokens: 1, output_tokens: 1, cost: 0, latency: null}
});

const textRow = ({id, query}: Row<"candidates">): Row<"texts"> => ({
  id,
  query,
  response: `# No\n\n**That is not so**, ${hostile.link}.\n\n- ${hostile.image}\n- it never turned`,
  thinking: null,
  reasoning: 'It says "that is not so" of a true statement.',
  judge_thinking: null,
  contrast_response: null,
  contrast_reasoning: null,
  note: null
});
