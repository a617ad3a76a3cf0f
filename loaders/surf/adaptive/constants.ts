import {promptsForVerdict} from "../../corpus/prompts/own-attributes.js";

/**
 * The priors and thresholds of the adaptive search, by the part of the model they belong to. A value with no other
 * reason was tuned on the simulated worlds of bench/search, with other seeds than those of the published results.
 */

// Rates inside and outside regions (bar.ts, attribute-posterior.ts, trial.ts)

/** A region is tested against the bar less a fifth: a rate exactly at the bar could never be proven to reach it. */
export const barTolerance = 0.2;

/** A region is at least a quarter of the bar above the base rate, so that a high base rate is none. */
export const minLift = 0.25;

/** Base rate before the first update: one call in fifty flagged by chance. */
export const initialBaseRate = 0.02;

/** Pseudo-counts of the base rate: it starts at 1%, and 40 observations outweigh that. */
export const baseRatePrior = {violations: 0.4, n: 40};

/** Keeps log(1 / base rate) finite where nothing ever failed. */
export const minBaseRate = 1e-4;

/** Pseudo-counts of the rate of a set that is measured: weak, around one quarter. */
export const ratePrior = {violations: 0.5, n: 2};

/** Answers that the highest possible variance of an answer is worth, against the variance of repeats. */
export const answerPrior = 8;

// Activity of attributes (activity-model.ts, attribute-posterior.ts, neighbour-priors.ts)

/** Grid of lifts: how far an active attribute may raise the rate by itself. Equal prior weight each. */
export const liftGrid = [0.04, 0.1, 0.2, 0.4, 0.8] as const;

/** Probability that an active attribute raises nothing by itself: its partners are missing. */
export const silentProbability = 0.3;

/** Expected number of active attributes in a pool; with it the prior of one is 12 / size. */
export const expectedActive = 12;

/** A rare attribute is at least a fifth as likely to be active as the average one. */
export const rareAttributeBoost = 5;

/** Upper bound of that prior, for small pools. */
export const maxActivePrior = 0.02;

/** exp(100) is as good as certain and far below the largest double. */
export const maxLogLikelihoodRatio = 100;

/** Upper bound of an attribute's posterior mean lift, so that its company keeps some say in a failure. */
export const maxLift = 0.6;

/** Upper bound of the probability that the company alone does not fail, so that no one violation is decisive. */
export const maxCleanCompany = 0.999;

/** How likely an attribute of a known set is active besides, against one that nothing is known of. */
export const explainedActivity = 0.05;

/** Queries for which the base rate counts when the rate of one attribute elsewhere is estimated. */
export const attributeRateShrinkage = 20;

/** Probability of being active from which an attribute raises the prior of its paraphrases: clearly above the prior. */
export const lendingProbability = 0.1;

/** Probability that attributes of like meaning act alike; USE-lite finds close paraphrases only, and few of them. */
export const paraphraseCorrelation = 0.3;

// Prior of regions (suspects.ts, acquisition-value.ts)

/**
 * Expected numbers of regions: of one attribute or pair of a random pool row, of pairs of any two attributes, of
 * triples of a row. `uniform` is the share of single attributes that is spread evenly, whatever their rows.
 */
export const regionPriorWeights = {single: 5, uniform: 0.3, pair: 5, apart: 1.5, triple: 2};

/** Upper bound of a triple's prior, for each of its likeliest pair: what two attributes explain takes no third. */
export const tripleAgainstPair = 0.1;

/** Queries for which the rate expected of its members counts when a pair's rate outside a triple is estimated. */
export const pairShrinkage = 5;

/** Triples are counted in queries of at most this many attributes. */
export const maxSuspectAttributes = 8;

// Acquisition: what to explore next (acquisition-value.ts, acquisition-rule.ts)

/** What a pending test leaves of the value of a set, until its outcome is known. */
export const pendingDecay = 0.9;

/** Tests of one suspect that are planned at a time before the next one is served. */
export const maxPendingReplicates = 3;

/** Further suspects that may fill up the query of one. */
export const suspectLookahead = 12;

/** Rows of a promising attribute that are searched for partners, the partners that are kept, and how often. */
export const partnerSearch = {rows: 12, partners: 16, uses: 3};

/**
 * Share of explored candidates that must be fresh ground, until half of the search is over: what is promising so far
 * would else draw all calls, and most regions are not met yet.
 */
export const freshGround = {share: 0.6, until: 0.5};

/** Attributes that are likeliest active, which one candidate may combine. */
export const combinedAttributes = 32;

/** Prompts of a corpus among which exploration chooses, and how many are looked at to find one that was not asked. */
export const promptDraws = {uniform: 2, promising: 2, suspects: 2, tries: 60};

/** Pairs are expanded that fail at a rate in this range: part of a worse region may be missing. */
export const expansionRates = {min: 0.08, max: 0.3};

/** A single region below this many times the bar is searched further, as it may be part of a worse pair. */
export const openSingleRate = 1.2;

/** Candidates that one expansion may take, and the prior of each triple with the pair. */
export const maxExpansions = 12;
export const expandedPrior = 0.02;

/** Next attributes of the rotation that may fill up a set. */
export const rotationLookahead = 4;

/** Promising attributes are drawn with probability proportional to activity x novelty, to this power. */
export const promisingPower = 1.6;

/** Lower bound of novelty, the share of the pool that an attribute was not yet tested with. */
export const minNovelty = 0.02;

/** Attributes that are active with this probability are not tested together more often than this, for what else is there. */
export const activeCompany = {from: 0.5, tests: 8};

/** Attributes that are likeliest active but not surely, from which most combinations are drawn. */
export const screened = 16;

/** Rows of an active attribute whose attributes are tested with it by turns, and the queries with it until that ends. */
export const partnerTurns = {rows: 60, queries: 1000};

/** Draws of a promising attribute that fits before any attribute is taken. */
export const promisingDraws = 12;

/** Proposals that are drawn again because they hold a known set. */
export const knownSetRedraws = 5;

/** Probability of being active from which an attribute is kept out of backgrounds: it might fail by itself. */
export const maxBackgroundActivity = 0.2;

// Trials (trial.ts, trials.ts)

/** Posterior odds of being a region from which a set is tried, and the same in the last fifth of the search. */
export const trialFrom = {odds: 0.5, lateOdds: 0.15, lateShare: 0.8, probability: 0.5};

/** Of the odds from which a set is tried, the share from which a suspect is taken to explain what its attributes fail. */
export const partOfSuspect = 0.1;

/** The same in a corpus, where a trial asks prompts that would be explored anyway. */
export const corpusTrialFrom = {odds: 0.15, lateOdds: 0.025};

/** Candidates for trials that each open trial takes, about the size of its batches. */
export const candidatesPerTrial = {written: 6, corpus: 3};

/** Trials that one set may have; prompts of a corpus are asked once only. */
export const maxTrialsOfSet = {written: 3, corpus: 2};

/** Distinct queries without which nothing is reported. */
export const minSample = promptsForVerdict;

/** Verifying queries of the first batch, and the least and most of later ones. */
export const trialBatch = {first: 6, min: 6, max: 24};

/** Queries after which an undecided trial asks no more: 2.5% of the search's candidates, within bounds. */
export const maxSample = {perCandidates: 40, min: 100, max: 400};

/**
 * A trial is dropped when its odds, or the probability that its rate is above the tested one, are below this; the same
 * probability with all queries of the set, those that led to the trial among them, is too high rather than too low.
 */
export const futile = {odds: 0.03, probability: {start: 0.03, end: 0.5, n: 80}, withAll: {probability: 0.25, n: 24}};

/** Posterior probability that the rate is above the tested one, for a report that claims the lift only. */
export const likelyFrom = 0.95;

/** Queries without an attribute that a set needs at least, and those of a further batch. */
export const minAblations = 4;
export const ablationBatch = 8;

/** The half-lift scores (95%, 80%) at which an attribute is needed or redundant. */
export const surelyMinimal = 1.645;

export const surelyRedundant = -0.85;

/** The false discovery rate of what is reported. */
export const falseDiscoveryRate = 0.05;

/** How evenly the error budget is spread over trials: the first 10 have half of it. */
export const spendingOffset = 10;

// Trials in a corpus (corpus-trial.ts, corpus-queries.ts)

/** Shares of the error budget: of the fresh prompts of trials, and of all prompts of any set. */
export const corpusShares = {fresh: 0.25, all: 0.75};

/** What is proven of a lift in a corpus: a quarter above the base rate, which many prompts measure; elsewhere twice it. */
export const liftFactor = {corpus: 1.25, written: 2};

/** Fresh prompts that a verdict takes, where not all prompts of a set were asked: they are cheap, and a rate needs them. */
export const corpusSample = 40;

/** The probability from which a set is measured in larger batches, and their size. */
export const corpusBatch = {likely: 0.6, size: 16};

/** The half-lift score (90%) at which an attribute is needed: rates of few prompts are known by repeats, not by more. */
export const neededInCorpus = 1.28;

/** Answers to each prompt of a set: recordings have no more. And repeats of all its prompts together. */
export const maxAnswers = 4;
export const maxRepeats = 250;

/** Repeats that tell luck from other prompts, where at least this share of a set's prompts was not drawn at random. */
export const unclear = {repeats: 16, share: 0.3};

/** Independent queries that a rate is worth, from which no prompt is asked again: its standard deviation is 2.5 points. */
export const sureSample = 250;

/** A set within known regions is tried if its rate is at least this multiple of what these explain. */
export const withinRegions = {single: 0.8, pair: 1.2};

/** Of a part's prompts, the share that has the whole set, and of its lift, the part's, from which the part is tried instead. */
export const sameAsPart = {prompts: 0.7, lift: 0.65};

/** How many times likelier than elsewhere a pair of a corpus is a region: what people ask is not put together at random. */
export const corpusPairPrior = 3;

/** Violations from which a set is tried. */
export const minViolations = 2;

/** Of the prompts of two sets, the share that has both from which they mean the same. */
export const sameMeaning = 0.5;

// Contrast (compare-regions.ts, contrast-pairs.ts)

/**
 * Queries of a region on which the target was not flagged that the contrast model is asked: `size` at a time, until the
 * interval of the difference is above 0, or `max` were asked; further ones while all these are at most 7% of the flags.
 */
export const contrastBatch = {size: 2, max: 40, shareOfFlags: 0.07};

/** Of the target's rate, the contrast model's, up to which a region is the target's: half, as with the parts of a set. */
export const contrastKept = 0.5;

// Schedule (rounds.ts, adaptive-search.ts)

/** Where the rounds of an iteration end, in shares of it: a flag needs a few rounds to become a region. */
export const roundEnds: readonly number[] = [1 / 3, 2 / 3, 1];

/**
 * Until a search has asked that many candidates, its rounds have about 200 at most: a flag takes four rounds to become a
 * region, which in large rounds is too late for the stop rule.
 */
export const earlyRounds = {candidates: 200, until: 5000};

/** The same of the last: what is first flagged in its last round comes to nothing, so that round is small. */
export const lastRoundEnds: readonly number[] = [0.5, 0.8, 1];

/** Share of a round for trials; all of the last five, when a new flag has little time to become a region. */
export const trialShare = {usual: 0.7, late: 1, lateRounds: 5};

// Stop rule (stop-rule.ts)

/**
 * `prior`: regions added to those found, less where none was found, as there may be none at all. `horizon`: candidates that
 * the rule looks ahead and back. `least`: candidates of a search without a region before it may end: three for each
 * attribute of the pool (it was met some fifteen times by then), and one for ten of its pairs, as many as a candidate tests,
 * up to 4,600. `lead`: the probabilities from which a trial
 * that may reach the bar, or an active attribute until it was met that often, keep such a search going. Chosen so that empty
 * worlds, base rates up to 15% among them, end between 4,600 and 5,000 candidates, and as few others as possible.
 */
export const stopRule = {
  prior: {withRegions: 0.5, without: 0.25},
  horizon: 1000,
  least: {candidates: 4600, perAttribute: 3, perPair: 0.1},
  lead: {trial: 0.6, active: 0.9, met: 1000}
};

// What is excluded (exclusion.ts)

/** Share of the pool that the statements about attributes and pairs speak of, those that were met most often. */
export const exclusionShare = 0.8;

// Snapshot (search-snapshot.ts)

/** Pairs that a snapshot lists: those with most violations. */
export const maxSnapshotPairs = 300;
