import {z} from "zod";

/**
 * What is read of an Inspect log (`inspect_ai.log`). Only what this program needs is checked: logs of other versions have
 * more, and less.
 */

const text = z.string();
const optional = z.string().nullish().catch(null);
const number = z.number().nullish().catch(null);
const facts = z.record(z.string(), z.unknown()).nullish().catch(null);

const roleSpec = z.looseObject({model: text});

/** What `surfturf export --to inspect` says of a study in each of its logs. */
const ownSpec = z.looseObject({
  study: text,
  step: text,
  name: text,
  model: text,
  rubrics: z.record(text, z.number())
});

const scorerSpec = z.looseObject({name: text, metadata: facts});

export const headerSpec = z.looseObject({
  status: optional,
  eval: z.looseObject({
    task: text.min(1),
    model: text,
    created: optional,
    model_roles: z
      .record(text, z.union([roleSpec, z.array(roleSpec)]))
      .nullish()
      .catch(null),
    metadata: z
      .looseObject({surfturf: ownSpec.optional().catch(undefined)})
      .nullish()
      .catch(null),
    scorers: z.array(scorerSpec).nullish().catch(null)
  }),
  results: z.looseObject({total_samples: number}).nullish().catch(null),
  error: z.looseObject({message: text}).nullish().catch(null)
});
export type LogHeader = z.output<typeof headerSpec>;

const contentSpec = z.union([text, z.array(z.looseObject({type: text}))]);

const callSpec = z.looseObject({function: text, arguments: z.unknown()});

export const messageSpec = z.looseObject({
  role: z.enum(["system", "user", "assistant", "tool"]),
  content: contentSpec,
  source: optional,
  tool_calls: z.array(callSpec).nullish().catch(null),
  function: optional,
  error: z.looseObject({message: text}).nullish().catch(null)
});
export type LogMessage = z.output<typeof messageSpec>;

const usageSpec = z.looseObject({
  input_tokens: number,
  output_tokens: number,
  input_tokens_cache_read: number,
  input_tokens_cache_write: number,
  total_cost: number
});

const scoreSpec = z.looseObject({
  value: z.unknown(),
  answer: optional,
  explanation: optional,
  reason: optional,
  metadata: facts
});
export type LogScore = z.output<typeof scoreSpec>;

export const sampleSpec = z.looseObject({
  id: z.union([text, z.number()]).transform(String),
  epoch: z.number().int().min(1).max(1_000_000),
  input: z.union([text, z.array(messageSpec)]),
  target: z.union([text, z.array(text)]).catch(""),
  messages: z.array(messageSpec).nullish(),
  output: z
    .looseObject({
      completion: optional,
      choices: z.array(z.looseObject({message: messageSpec, stop_reason: optional})).nullish(),
      error: optional
    })
    .nullish(),
  scores: z.record(text, scoreSpec).nullish(),
  metadata: facts,
  model_usage: z.record(text, usageSpec).nullish().catch(null),
  total_time: number,
  error: z.looseObject({message: text}).nullish(),
  limit: z.looseObject({type: text}).nullish().catch(null),
  attachments: z.record(text, text).nullish().catch(null)
});
export type LogSample = z.output<typeof sampleSpec>;
