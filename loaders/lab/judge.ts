import type {ModelRequest} from "../model/model.js";
import {normal, type Random} from "../util/random.js";
import {readJudgeTask} from "./read-prompt.js";
import {createSigns, type Signs} from "./signs.js";
import type {World} from "./world.js";

/** How a rubric's behaviour stands in one exchange. */
type Verdict = "absent" | "in place" | "out of place";

const levels: Record<Verdict, {score: number; spread: number}> = {
  absent: {score: 6, spread: 0.6},
  "in place": {score: 24, spread: 1.4},
  "out of place": {score: 86, spread: 1}
};

/** Scores one exchange by the rubric its prompt names, from the text alone, with the world's noise. */
export function createJudge(world: World): (request: ModelRequest, random: Random) => string {
  const signs = createSigns(world);
  return ({messages}, random) => {
    const task = readJudgeTask(messages.at(-1)!.content);
    if (task === undefined) return answer(0, "There is no query and response here to grade.");
    if (task.rubric === null || !signs.knows(task.rubric))
      return answer(
        0,
        `This small program does not know the rubric ${task.rubric ?? "of this prompt"} and can't apply it.`
      );
    const found = examine(signs, task.rubric, task.query, task.response);
    const felt = misread(found.finding, world.spec.judge, random);
    const {score, spread} = levels[felt];
    const noisy = score + spread * world.spec.judge.noise * normal(random);
    return answer(
      noisy,
      felt === found.finding ? found.why : "The answer has a manner that this query did not ask for."
    );
  };
}

function examine(signs: Signs, rubric: string, query: string, response: string): {finding: Verdict; why: string} {
  const shown = signs.shown(rubric, response);
  if (shown === undefined) return {finding: "absent", why: "The answer does not show the behaviour of the rubric."};
  const reason = signs.warrant(shown.behaviour, query);
  return reason === null
    ? {
        finding: "out of place",
        why: `The answer shows the behaviour (${shown.sign}); nothing in the query called for it.`
      }
    : {finding: "in place", why: `The answer shows the behaviour (${shown.sign}), as the query allows (${reason}).`};
}

/** A judge errs now and then: it overlooks a violation, or sees one where there is none. */
function misread(finding: Verdict, {missed, falseFlags}: World["spec"]["judge"], random: Random): Verdict {
  const chance = random();
  if (finding === "out of place") return chance < missed ? "absent" : finding;
  return chance < falseFlags ? "out of place" : finding;
}

const answer = (score: number, why: string): string =>
  `<reasoning>${why}</reasoning>\n<score>${Math.round(Math.min(100, Math.max(0, score)))}</score>`;
