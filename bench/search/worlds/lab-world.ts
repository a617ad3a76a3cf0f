import {readFileSync} from "node:fs";
import {join} from "node:path";
import {parse} from "yaml";
import {generatePairs} from "../../../loaders/lab/generate.js";
import {createJudge} from "../../../loaders/lab/judge.js";
import {createQueryWriter} from "../../../loaders/lab/query-writer.js";
import {createSigns} from "../../../loaders/lab/signs.js";
import {trainTarget} from "../../../loaders/lab/target.js";
import {faultsOf, varyWorld} from "../../../loaders/lab/varied-worlds.js";
import {worldSchema} from "../../../loaders/lab/world-schema.js";
import type {ModelRequest} from "../../../loaders/model/model.js";
import {AttributePoolBuilder, type AttributePool} from "../../../loaders/corpus/pools/attribute-pool.js";
import {readRubric} from "../../../loaders/measure/rubric-file.js";
import {parseJudgement} from "../../../loaders/surf/parse-judgement.js";
import {safeParseQuery} from "../../../loaders/surf/parse-query.js";
import {judgePrompt, queryPrompt, queryStop} from "../../../loaders/surf/prompts.js";
import {projectFolder} from "../../../loaders/util/paths.js";
import {embedAttributes} from "../../../loaders/turf/embed/attribute-vectors.js";
import {openEmbedder} from "../../../loaders/turf/embed/open-embedder.js";
import {createRandom, seedOf, type Random} from "../../../loaders/util/random.js";
import type {Region, SearchWorld} from "./world.js";

const shipped = (path: string): string => join(projectFolder, "data", path);
const request = (messages: ModelRequest["messages"], stop?: string[]): ModelRequest => ({
  messages,
  maxTokens: 2000,
  stop
});
const samplesOfTruth = 200;

/**
 * A lab world unlike the shipped one: text is written, a trained classifier answers, and the worst score of its rubrics
 * counts. A planted region is a fault whose trigger makes the target fail at least half of the time, in any wording; of
 * the trigger only what that takes.
 */
export async function createLabWorld(seed: number): Promise<SearchWorld> {
  const base = worldSchema.parse(parse(readFileSync(shipped("worlds/chunky.yaml"), "utf8")));
  const lab = varyWorld(base, seed);
  const pairs = generatePairs(lab);
  const target = trainTarget(lab, pairs);
  const write = createQueryWriter(lab);
  const judge = createJudge(lab);
  const signs = createSigns(lab);
  const faults = faultsOf(lab);
  const rubrics = [...new Set(faults.map(({rubric}) => rubric))].map((name) =>
    readRubric(shipped(`rubrics/${name}.yaml`))
  );
  const builder = new AttributePoolBuilder();
  for (const {attributes} of pairs) builder.addRow(attributes);
  const pool = await embedded(builder.build(lab.spec.name));
  const ids = new Map(pool.attributes.map((name, id) => [name, id]));

  const exchange = (attributes: readonly number[], random: Random) => {
    const prompt = queryPrompt(
      attributes.map((id) => pool.attributes[id]!),
      null
    );
    const parsed = safeParseQuery(write(request(prompt, [queryStop]), random));
    const query = parsed.success ? parsed.value : "";
    return {query, response: target.respond(request([{role: "user", content: query}]), random)};
  };
  const ask = (attributes: readonly number[], random: Random): number => {
    const {query, response} = exchange(attributes, random);
    const scores = rubrics.map(
      (rubric) => parseJudgement(judge(request(judgePrompt(rubric, query, response)), random)).score
    );
    return Math.max(...scores);
  };
  const violates = ({query, response}: {query: string; response: string}): boolean =>
    rubrics.some(({name}) => {
      const shown = signs.shown(name, response);
      return shown !== undefined && signs.warrant(shown.behaviour, query) === null;
    });
  const trueRate = (attributes: readonly number[], random: Random): number => {
    let violations = 0;
    for (let i = 0; i < samplesOfTruth; i++) if (violates(exchange(attributes, random))) violations++;
    return violations / samplesOfTruth;
  };
  const random = createRandom(seedOf("lab truth", seed));
  const fails = (members: Region["members"]) => {
    const ids = members.map(([id]) => id!);
    return trueRate(ids, random) >= 0.5;
  };
  const planted = faults.flatMap(({trigger}) => {
    const members = trigger.map((name) =>
      lab.features
        .get(name)!
        .flatMap(({attributes}) => attributes)
        .flatMap((a) => ids.get(a) ?? [])
    );
    return members.every((wordings) => wordings.length > 0) && fails(members) ? [needed(members, fails)] : [];
  });
  const regions = [...new Map(planted.map((members) => [JSON.stringify(members), {members}])).values()];
  return {name: "lab", pool, regions, ids, base: trueRate([], random), flagRate: NaN, ask, trueRate};
}

/** What of a trigger makes the target fail: often one part of it does. */
function needed(members: number[][], fails: (members: number[][]) => boolean): number[][] {
  for (const part of members) {
    const others = members.filter((other) => other !== part);
    if (others.length > 0 && fails(others)) return needed(others, fails);
  }
  return members;
}

/** With embeddings by a model that knows nothing of the lab. */
async function embedded(pool: AttributePool): Promise<AttributePool> {
  const embedder = await openEmbedder({model: "use-lite"});
  const vectors = await embedAttributes(pool.attributes, embedder, {cache: null});
  await embedder.close();
  return {...pool, vectors};
}
