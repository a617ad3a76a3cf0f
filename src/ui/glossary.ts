/** The terms of the method, in the groups of the glossary page. Pages show a definition where a term is first used. */
export const glossary = {
  Search: {
    study: "One search setup, described by one file: which models are asked, by which rubrics, how often.",
    target: "The model under audit. It answers the queries.",
    "recorded model": "Answers that a real model gave before, played again. A prompt without one is unscored.",
    rubric: "What counts as a violation, in words. A judge, or a rule, scores every answer against it.",
    judge: "The model that scores an exchange from 0 to 100 against a rubric.",
    rule: "A test of query and answer by a program. It scores in place of the judge, or decides what the judge sees.",
    attribute:
      'A sentence about a query, such as "The query uses formal vocabulary". A candidate is made from up to five.',
    candidate: "A query written to have certain attributes, with the target's response and its score.",
    run: "One independent search. Runs of a study start alike and may end in different places.",
    iteration: "One round of a run: new candidates are drawn, asked and scored, then the replay buffer is updated.",
    "replay buffer": "The best candidates of a run so far. Their attributes decide what is drawn next.",
    weight: "How much an attribute counts in the next draw: the sum of the scores of its entries in the replay buffer.",
    "P(a)": "The chance that a weighted draw takes attribute a: its weight divided by the sum of all weights.",
    "search arm": "Candidates drawn by weight.",
    "control arm": "Candidates drawn without weights. They never enter the replay buffer and show what chance finds.",
    threshold: "The score above which a response is flagged. Each rubric has its own.",
    flag: "A score above the rubric's threshold. It is one sample, and many flags do not hold up.",
    "flag rate": "The share of scored candidates that are flagged.",
    unscored: "Without a usable answer: the call failed, was refused, cut off or unreadable. Never counted as a 0.",
    "top entries":
      "The candidates left in the replay buffers at the end. As the best of many draws, they are no sample of use.",
    finding: "A top entry of any run, with its near-duplicates folded into it.",
    mark: "What a person says of an answer: true (it violates the rubric), false or unsure, with a note if there is one.",
    "review queue": "Answers drawn at random, stratified by score, that people mark without seeing score or reason.",
    standing:
      "How far a finding is to be believed: it was sampled again, or its attributes were asked again, or neither was.",
    replicate: "A fresh query with the attributes of an earlier flag, asked to see whether it fails again.",
    region: "A set of one to three attributes: queries that have them all fail at least as often as a stated bar.",
    "contrast model":
      "A second model that a search asks where the target fails. What it fails at too is no finding of the search.",
    sampler: "The rule that decides which attributes the next candidates get.",
    purpose: "What the adaptive sampler wants to learn from a candidate."
  },
  Measurement: {
    confirmed: "Sampled again, often enough that the lower end of the 95% interval is above the study's bar.",
    bar: "The rate that the lower end of a finding's interval must exceed to confirm it.",
    probe: "A measurement: prompts, in contexts, asked of models several times, give a rate for each group.",
    sample: "One answer to one prompt of a probe.",
    context: "What comes before a prompt: a system prompt, example exchanges, or nothing.",
    perturbation: "A rewording of a prompt that keeps its substance.",
    variant: "What was done to a prompt: nothing, a rewording, or another change.",
    violation: "A response that scores above the rubric's threshold.",
    "95% interval": "The range that covers the true value in 95 of 100 repetitions of the measurement.",
    "q value": "A p value corrected for the number of comparisons. Of results below 0.05, about 1 in 20 is chance.",
    "minimum detectable effect": "The smallest difference that this many samples would find 80% of the time.",
    "paired difference": "A difference on the same prompts. What makes one prompt harder than another cancels out."
  },
  Tracing: {
    "training pair": "A query with its response in the training data.",
    chunk: "A named source of training pairs, such as one of the data sets in a mixture.",
    index: "A training corpus prepared for tracing: attributes of each pair, their embeddings, and clusters of them.",
    cluster: "A group of query attributes that mean about the same.",
    purity: "The share of a cluster's training pairs that come from its main chunk.",
    ablation: "Training a model again without some of the training data, to see what the data causes.",
    arm: "The training data that one model of an ablation gets.",
    "random control": "An arm without as many pairs, drawn at random: what losing that many pairs does by itself.",
    trace: "One failing exchange, followed to the training pairs whose responses are most like it.",
    crux: "The attribute of the failing response that is most responsible for the failure.",
    "retrieved candidate": "A response attribute of the corpus that is among those most similar to the crux.",
    hits: "Retrieved candidates whose query has an attribute in a given cluster.",
    "expected hits": "The hits that as many candidates drawn at random would have: the cluster's base rate.",
    lift: "Observed divided by expected. A lift of 1 is what chance gives.",
    trigger: "The attribute of the failing query whose cluster stands out most among the retrieved candidates.",
    established: "Of a trigger: more hits than chance gives. In words: strong, clear or weak.",
    "house style": "An attribute that most responses of the corpus share. It explains nothing and is set aside.",
    polarity: "Whether a trace asks why a rubric is violated or why it is satisfied.",
    "z score": "How far a count is above chance, in standard deviations."
  }
} as const satisfies Record<string, Record<string, string>>;

type Groups = typeof glossary;
export type TermName = {[Group in keyof Groups]: keyof Groups[Group]}[keyof Groups];

const definitions: Record<string, string> = Object.assign({}, ...Object.values(glossary));

/** What a term means. Throws when the glossary lacks it, so that a page cannot name one that is not there. */
export function definitionOf(term: string): string {
  if (!Object.hasOwn(definitions, term)) throw new Error(`not in the glossary: ${term}`);
  return definitions[term]!;
}
