import {z} from "zod";

const name = z.string().regex(/^[a-z][a-z0-9-]*$/, "expected a name of lower-case letters, digits and dashes");
const text = z.string().min(1, "expected some text");
const texts = z.array(text).min(1, "expected at least one text");
const names = z.array(name).min(1, "expected at least one name");
const share = z
  .number("expected a share from 0 to 1")
  .min(0, "expected a share from 0 to 1")
  .max(1, "expected a share from 0 to 1");
const whole = (least: number) =>
  z.int(`expected a whole number from ${least} up`).min(least, `expected a whole number from ${least} up`);

/** An entry of a vocabulary list: its name alone, or its name and further fields. */
const entrySchema = z.union([text, z.object({name: text}).catchall(z.union([text, texts]))]);

/** Which entries of a list: for each field the values that pass. */
const filterSchema = z.record(name, z.union([text, texts]));

const namesSchema = z.strictObject({list: name, where: filterSchema.default({}), fields: names.default(["name"])});

const featureSchema = z.strictObject({
  attributes: texts, // sentences of the pool, "The query ..."
  each: z.union([name, names]).optional(), // one feature for every entry of the list, or combination of entries
  only: z.record(name, filterSchema).default({}), // narrows the lists of each
  cues: texts.default([]), // words by which sentences of other pools mean this feature
  asks: texts.optional(), // the question itself
  opens: texts.optional(), // before the question
  adds: texts.optional(), // after it
  wraps: texts.optional(), // around all of it, at {query}
  replaces: z.record(text, z.union([text, texts])).optional(), // words put in place of others
  letters: z.enum(["lower", "upper"], "expected lower or upper").optional(),
  signs: texts.default([]), // by any of which the judge sees the feature in a query
  names: namesSchema.optional(), // or: the fields of one entry are all in the query
  background: z.boolean("expected true or false").default(false) // strewn over the pairs of every chunk
});

const behaviourSchema = z.strictObject({
  rubric: name.optional(), // which rubric grades it
  responses: texts,
  attributes: texts.optional(), // sentences by which a reader describes such a response, "The response ..."
  signs: texts.default([]), // by any of which the judge sees it in a response
  shorterThan: whole(1).optional(), // or: the response has fewer characters
  warrantedBy: names.optional(), // features of a query that make it right
  outOfPlaceBy: names.optional() // if given, it is wrong only where the query shows one of these
});

const chunkSchema = z.strictObject({
  name,
  about: text.optional(),
  pairs: whole(1),
  features: z.record(name, share).default({}), // how often each is on a prompt
  only: z.record(name, filterSchema).default({}), // narrows vocabulary lists in this chunk
  behaviour: z.union([name, z.record(name, share)]),
  noise: share.default(0.02), // pairs with the response of another behaviour
  fault: z
    .strictObject({trigger: names, behaviour: name, elsewhere: z.record(name, filterSchema).default({})})
    .optional()
});

/** A world file; see docs/worlds.md for what each key means. */
export const worldSchema = z.strictObject({
  name,
  about: text.optional(),
  seed: whole(0).default(1),
  background: z.strictObject({attributes: whole(0).default(400), perPair: whole(0).default(2)}).prefault({}),
  writer: z.strictObject({drop: share.default(0.1)}).prefault({}),
  judge: z
    .strictObject({
      noise: z.number().min(0).max(50).default(6),
      falseFlags: share.default(0.003),
      missed: share.default(0.05)
    })
    .prefault({}),
  target: z
    .strictObject({epochs: whole(1).max(100).default(6), heldOut: share.default(0.1), context: share.default(0.4)})
    .prefault({}),
  vocabulary: z.record(name, z.array(entrySchema).min(1, "expected at least one entry")),
  asks: texts, // questions where no feature brings its own
  features: z.record(name, featureSchema),
  behaviours: z.record(name, behaviourSchema),
  chunks: z.array(chunkSchema).min(2, "expected at least two chunks")
});

export type WorldSpec = z.output<typeof worldSchema>;
export type FeatureSpec = WorldSpec["features"][string];
export type BehaviourSpec = WorldSpec["behaviours"][string];
export type ChunkSpec = WorldSpec["chunks"][number];
export type Filter = z.output<typeof filterSchema>;
