/**
 * The priors and thresholds of the adaptive search, by the part of the model they belong to. A value with no other
 * reason was tuned on the simulated worlds of bench/search, with other seeds than those of the published results.
 * P(rate > 1/2) is always the posterior of a binomial rate with a uniform prior (rate-posterior.ts).
 */

// Rates outside and inside regions (attribute-posterior.ts, model-parameters.ts)

/** Base rate before the first update: one call in fifty flagged by chance. */
export const initialBaseRate = 0.02;

/** Pseudo-counts of the base rate: it starts at 1%, and 40 observations outweigh that. */
export const baseRatePrior = {violations: 0.4, n: 40};

/** Keeps log(1 / base rate) finite where nothing ever failed. */
export const minBaseRate = 1e-4;

/** Pseudo-counts of the rate inside regions: 70%, the middle of its range, with the weight of 10 tests. */
export const regionRatePrior = {violations: 7, n: 10};

/** At least one half is the definition of a region; at most 90%, so that one clean answer rules none out. */
export const regionRateRange = {min: 0.5, max: 0.9};

/** Pseudo-counts of the probability that five new attributes hold a region: 1 in 500 at first, as regions are rare. */
export const regionPriorCounts = {regions: 1, candidates: 500};

// Prior of the hypotheses on a flagged candidate (core-hypotheses.ts)

/** Prior of a core's size, by number of attributes: small cores are common, and the rest is kept possible. */
export const coreSizePrior = [0, 0.45, 0.35, 0.14, 0.04, 0.02] as const;

/** Prior probability that five attributes hold a weak pair: two of three attributes that make a region. */
export const weakPairPrior = 1e-3;

/**
 * Sets of five with a graded triple, for each with only a weak pair of one: less than 1, as the third must be there.
 */
export const triplesPerWeakPair = 0.3;

// Likelihood of the hypotheses (core-likelihood.ts, core-posterior.ts)

/** Rate of a weak pair, and of a graded region that lacks one attribute. */
export const partialRate = 0.25;

/** Upper bound of the rate of attributes without a whole region: from 1/2 on they would be one. */
export const maxRateOutsideRegion = 0.45;

/** Tests for which the base rate counts when the rate of one attribute in other company is estimated. */
export const attributeRateShrinkage = 20;

/** Upper bound of the Bayes factor that an attribute's record elsewhere brings to each core it is part of. */
export const maxMemberBayesFactor = 30;

// Activity of attributes (activity-model.ts, attribute-posterior.ts, neighbour-priors.ts)

/** Grid of lifts: how far an active attribute may raise the rate by itself. Equal prior weight each. */
export const liftGrid = [0.04, 0.1, 0.2, 0.4, 0.8] as const;

/** Probability that an active attribute raises nothing by itself: its partners are missing. */
export const silentProbability = 0.3;

/** Expected number of active attributes in a pool; with it the prior of one is 12 / size. */
export const expectedActive = 12;

/** Upper bound of that prior, for small pools. */
export const maxActivePrior = 0.02;

/** exp(100) is as good as certain and far below the largest double. */
export const maxLogLikelihoodRatio = 100;

/** Upper bound of an attribute's posterior mean lift, so that its company keeps some say in a failure. */
export const maxLift = 0.6;

/** Upper bound of the probability that the company alone does not fail, so that no one violation is decisive. */
export const maxCleanCompany = 0.999;

/** What remains of the activity of a known core's attribute: the core explains it, but it may be part of another. */
export const explainedActivity = {probability: 0.005, ratio: 0.02};

/** Probability of being active from which an attribute raises the prior of its paraphrases: clearly above the prior. */
export const lendingProbability = 0.1;

/** Probability that attributes of like meaning act alike; USE-lite finds close paraphrases only, and few of them. */
export const paraphraseCorrelation = 0.3;

// Reading scores (violation-cutoff.ts)

/** Flags without which no distribution is fitted to them. */
export const minFlagsForCutoff = 30;

/** The cutoff goes at most this many points below the threshold: a rubric still means what it says. */
export const maxCutoffDrop = 20;

/** Points by which the cutoff moves: wide enough to hold several scores. */
export const cutoffStep = 4;

/** Share of the scores in a step that the fitted distribution must account for, if they are to be violations. */
export const minExpectedShare = 0.7;

// Localization: which attributes of a flagged candidate carry the failure (localization.ts)

/** Tests of one investigation before it is given up: five attributes take far fewer where there is a region. */
export const maxLocalizationTests = 36;

/** Posterior at which there is a region, and at which one core is taken for it: then the core is verified. */
export const verifyFrom = {region: 0.8, core: 0.75};

/** Posterior, of both, from which a core is likely enough for exploration to leave it alone. */
export const likelyFrom = 0.5;

/** No better than new attributes: after a test, the posterior of a region is below this many times the prior. */
export const futilePriorRatio = 1.5;

/** Futility of the whole set: 6 tests, and P(rate > 1/2) < 0.07, which 1 violation of 6 has (0.063). */
export const futileCount = {n: 6, probability: 0.07};

/** Posterior of a weak pair at which the investigation ends with it. */
export const weakPairFrom = 0.8;

/**
 * Posterior of a weak pair that keeps an investigation going; at least 25 times a region's prior, as it takes calls.
 */
export const minWeakPair = {probability: 0.003, priorRatio: 25};

/** Credibility of the smallest set that is handed on as holding the weak pair. */
export const weakPairCredibility = 0.8;

/** Credibility of the set that is tested in the last round, when there is no time to find the smallest. */
export const lastRoundCredibility = 0.9;

/** Tests of an investigation in a round: many where a region or weak pair is likely; few where flags are cheap. */
export const localizationBatch = {likely: 6, unlikely: 2, highBaseRate: 1};

/** Posterior of a region or weak pair from which it is likely in this sense, and the base rate that is high. */
export const localizationBatchFrom = {posterior: 0.05, baseRate: 0.05};

/** In the last five rounds these batches are doubled. */
export const lateLocalization = {rounds: 5, factor: 2};

// Verification: is the rate of a core above one half (verification.ts, core-measurement.ts)

/** Posterior probability that the rate is above one half at which a region is confirmed. */
export const confirmFrom = 0.95;

/** Verification tests without which nothing is confirmed: 5 of 5 alone reach 0.98, 4 of 5 0.89. */
export const minVerifications = 5;

/** P(rate > 1/2) from the verification sample alone that confirmation needs too: 4 of 5 have 0.89, 3 of 5 0.66. */
export const minVerifiedProbability = 0.75;

/**
 * Rejection by the verification sample alone: P(rate > 1/2) < 0.04 from 6 tests on; 0 of 6 have 0.008, 1 of 7 0.035.
 */
export const rejectBelow = {n: 6, probability: 0.04};

/** Verification tests after which an undecided core is given up: 2% of the search's candidates, within bounds. */
export const maxVerifications = {perCandidates: 50, min: 40, max: 150};

/** Verification tests of a round, and the most where the rate needs that many for confirmation. */
export const verificationBatch = 6;
export const maxVerificationBatch = 4 * verificationBatch;

/** In the last three rounds a batch is twice as large. */
export const lateVerification = {rounds: 3, factor: 2};

/** Ablation tests per attribute; twice as many where more than one of them failed. */
export const ablationTests = 4;

/** Before certainty, ablations start at this P(rate > 1/2), once there is a verification or 8 rounds are left. */
export const earlyAblation = {probability: 0.8, rounds: 8};

/** An attribute is redundant when, of 5 tests without it, P(rate > 1/2) > 0.6: 3 of 5 have 0.66, 4 of 8 have 0.5. */
export const redundantFrom = {n: 5, probability: 0.6};

/** Cores of one investigation that may fail verification before it ends. */
export const maxFailedCores = 2;

// Acquisition: what to explore next (acquisition-value.ts, acquisition-rule.ts)

/** Probability that a set which holds a region was tested and did not fail: the writer, target or judge missed it. */
export const missProbability = 0.25;

/** What a pending test leaves of the activity ratio of its attributes, until its outcome is known. */
export const pendingDecay = 0.9;

/** Prior weight of pairs that share no pool row, all together, where those that share one weigh 1. */
export const apartPairWeight = 0.3;

/** Prior weight of triples of a pool row, all together, on the same scale. */
export const tripleWeight = 0.4;

/** Rows of a promising attribute that are searched for partners, and the partners that are kept. */
export const partnerSearch = {rows: 12, partners: 16};

/** Next attributes of the rotation that may fill up a set. */
export const rotationLookahead = 4;

/** Promising attributes are drawn with probability proportional to activity x novelty, to this power. */
export const promisingPower = 1.6;

/** Lower bound of novelty, the share of the pool that an attribute was not yet tested with. */
export const minNovelty = 0.02;

/** Draws of a promising attribute that fits before any attribute is taken. */
export const promisingDraws = 12;

/** Proposals that are drawn again because they hold a known core. */
export const knownCoreRedraws = 5;

/** Candidates that one weak set may take, with the attributes that its rows hold beside it. */
export const maxExpansions = 12;

/** Probability of being active from which an attribute is kept out of backgrounds: it might fail by itself. */
export const maxBackgroundActivity = 0.2;

// Schedule (rounds.ts, adaptive-search.ts)

/** Iterations at the end that are asked in three rounds: from a flag to a region takes about four rounds. */
export const lateIterations = 3;

/** Where the rounds of a late iteration end, in shares of it. */
export const lateRoundEnds: readonly number[] = [1 / 3, 2 / 3, 1];

/** The same of the last: what is first flagged in its last round comes to nothing, so that round is small. */
export const lastRoundEnds: readonly number[] = [0.5, 0.8, 1];

/** Share of a round for investigations; all of the last five, when a new flag has little time to become a region. */
export const investigationShare = {usual: 0.7, late: 1, lateRounds: 5};

/** Times that each investigation is served in the last round, while there is room. */
export const lastRoundPasses = 3;

// Stop rule (stop-rule.ts)

/** Regions added to those of the later half (Jeffreys' prior), so that a search with none yet goes on for a while. */
export const stopRulePrior = 0.5;

/** The rule speaks of the next 1,000 candidates. */
export const stopRuleHorizon = 1000;

// Snapshot (search-snapshot.ts)

/** Pairs that a snapshot lists: those with most violations. */
export const maxSnapshotPairs = 300;
