import {defaults, type AblationRows} from "./ablate-world.js";
import type {Failure} from "./failing-world.js";

/** How ablation does in one world with known causes. */
export interface AblationScore {
  findings: number; // of planted faults that fail with all data
  removed: number; // whose failure is below the bar without the planted chunk
  left: number; // findings whose failure is not
  explained: number; // of these, below the bar without the other chunks that teach what its rubric is about
  caused: number; // of whose planted chunk the verdict is causes
  controls: number; // random controls of those arms
  harmed: number; // that take the failure below the bar
  innocents: number; // findings x chunks that did not teach it
  blamed: number; // of which the verdict is causes or contributes
  traced: number; // findings of whose trace, by its chunk, the verdict is causes
  mended: number; // whose failure is below the bar without the chunks that its rounds propose
  proposed: number; // of whose proposed chunks the verdict is causes
  dropped: number; // chunks that are proposed
  beyond: number; // of these, that teach nothing of what the rubric is about
  missed: number; // findings whose planted chunk is not among those that are proposed
  notes: string[]; // what is not as it should be
}

/** What is known of a world, for scoring alone. */
export interface AnswerSheet {
  suspects: readonly string[]; // chunks without which models were trained
  teachers(rubric: string): string[]; // chunks that teach what a rubric is about
}

/** The name of the arm without a planted chunk and all others that teach what its rubric is about. */
export const together = (chunk: string): string => `${chunk}-and-others`;

const noScore = (): AblationScore => ({
  ...{findings: 0, removed: 0, left: 0, explained: 0, caused: 0, controls: 0, harmed: 0, innocents: 0, blamed: 0},
  ...{traced: 0, mended: 0, proposed: 0, dropped: 0, beyond: 0, missed: 0, notes: []}
});

/**
 * What the rounds of a finding propose to leave out: the fewest pairs without which the failure is below the bar; of a
 * failure that stays, those of the last round. The answer sheet has no part in it.
 */
function proposalOf(finding: string, {rounds, verdicts}: AblationRows) {
  const own = rounds.flatMap((round) => {
    const verdict = verdicts.find(({finding: of, arm}) => of === finding && arm === round.arm);
    return verdict === undefined ? [] : [{round, verdict}];
  });
  const gone = own.filter(({verdict}) => verdict.rate_arm! < defaults.bar);
  return gone.toSorted((a, b) => a.verdict.dropped - b.verdict.dropped)[0] ?? own.at(-1) ?? null;
}

/** How the verdicts of a world agree with its answer sheet. */
export function scoreOf(
  faults: readonly Failure[],
  {suspects, teachers, ...rows}: AblationRows & AnswerSheet
): AblationScore {
  const {arms, verdicts, rates} = rows;
  const score = noScore();
  for (const {chunk, rubric} of faults) {
    const own = verdicts.filter(({finding}) => finding === chunk);
    const of = (name: string) => own.find(({arm}) => arms[arm]!.name === name);
    const planted = of(chunk)!;
    if (planted.rate_full! <= defaults.bar) continue; // it does not fail under rewording: nothing is there to remove
    score.findings++;
    const note = (what: string, {sentence}: {sentence: string}) =>
      void score.notes.push(`${chunk}: ${what}: ${sentence}`);
    if (planted.rate_arm! < defaults.bar) score.removed++;
    else {
      score.left++;
      note("stays above the bar", planted);
      const all = of(together(chunk));
      if (all !== undefined && all.rate_arm! < defaults.bar) score.explained++;
      else if (all !== undefined) note("stays above the bar without the others too", all);
    }
    if (planted.verdict === "causes") score.caused++;
    else note(`${planted.verdict}`, planted);
    if (of("traced")?.verdict === "causes") score.traced++;
    const proposal = proposalOf(chunk, rows);
    const chunks = proposal?.round.chunks ?? [];
    if ((proposal?.verdict.rate_arm ?? 1) < defaults.bar) score.mended++;
    else if (proposal !== null) note(`its rounds leave it (${proposal.round.end ?? ""})`, proposal.verdict);
    if (proposal?.verdict.verdict === "causes") score.proposed++;
    else if (proposal !== null) note(`proposed, ${proposal.verdict.verdict}`, proposal.verdict);
    const beyond = chunks.filter((name) => !teachers(rubric).includes(name));
    if (beyond.length > 0) note(`proposed beyond its causes: ${beyond.join(", ")}`, proposal!.verdict);
    score.dropped += chunks.length;
    score.beyond += beyond.length;
    if (!chunks.includes(chunk)) score.missed++;
    for (const control of arms.filter(({control_of: arm}) => arm === planted.arm)) {
      score.controls++;
      const rate = rates.find((row) => row.arm === control.id && row.finding === chunk && row.group === "finding");
      if (rate!.rate! < defaults.bar) score.harmed++;
    }
    for (const name of suspects) {
      if (name === chunk) continue;
      const verdict = of(name)!;
      score.innocents++;
      if (!/causes|contributes/.test(verdict.verdict)) continue;
      score.blamed++;
      note(`${name} ${verdict.verdict}`, verdict);
    }
  }
  return score;
}

/** The sums of the scores of several worlds. */
export function sumScores(scores: readonly AblationScore[]): AblationScore {
  const total = noScore();
  for (const {notes, ...counts} of scores) {
    for (const [key, count] of Object.entries(counts)) total[key as keyof typeof counts] += count;
    total.notes.push(...notes);
  }
  return total;
}
