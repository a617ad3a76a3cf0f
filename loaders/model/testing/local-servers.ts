import type {Scripted, Seen} from "./wire-server.js";

// Servers as their public documentation and public client code describe their answers. The words are our own.

type Answer = (asked: Seen) => Scripted;

interface Behaviour {
  models: readonly object[];
  chat: (body: Record<string, unknown>) => Scripted;
  elsewhere?: Scripted; // at any other path
}

const notFound: Scripted = {status: 404, body: "404 page not found", headers: {"content-type": "text/plain"}};

export const serverOf =
  ({models, chat, elsewhere = notFound}: Behaviour): Answer =>
  ({path, body}) => {
    if (path === "/v1/models") return {body: {object: "list", data: models}};
    return path === "/v1/chat/completions" ? chat(body) : elsewhere;
  };

interface Asked {
  model: string;
  messages: {role: string; content: string}[];
  seed?: number;
  stop?: string[];
  max_tokens?: number;
}

const words = ["The sea is wide", "Water covers most of it", "Salt and wind", "Tides come and go"];

/** An answer that depends on the seed, ends before the first stop sequence, and counts what it reads. */
export function answerTo(body: Record<string, unknown>, {seeded = true, stops = true, more = {}, message = {}} = {}) {
  const {model, messages, seed, stop = [], max_tokens: most = 32} = body as unknown as Asked;
  const number = seeded && seed !== undefined ? seed : Math.floor(Math.random() * 1e9);
  const whole = `${words[number % words.length]!} ${number} and more of it`;
  const end = stops
    ? Math.min(whole.length, ...stop.map((each) => whole.indexOf(each)).filter((at) => at >= 0))
    : whole.length;
  const read = messages.reduce((sum, {content}) => sum + Math.ceil(content.length / 4), 8);
  const written = Math.min(Number(most), 12);
  return {
    body: {
      ...{id: "chatcmpl-1", object: "chat.completion", created: 1_764_000_000, model},
      choices: [
        {
          index: 0,
          message: {role: "assistant", content: whole.slice(0, end), ...message},
          finish_reason: "stop",
          ...more
        }
      ],
      usage: {prompt_tokens: read, completion_tokens: written, total_tokens: read + written}
    }
  };
}

/** vLLM: https://docs.vllm.ai/en/latest/serving/openai_compatible_server.html */
export const vllmServer = (id: string): Answer =>
  serverOf({
    models: [
      {
        id,
        object: "model",
        created: 1_764_000_000,
        owned_by: "vllm",
        root: id,
        parent: null,
        max_model_len: 8192,
        permission: []
      }
    ],
    chat: (body) =>
      body.model === id ? answerTo(body, {more: {logprobs: body.logprobs === true ? logprobs : null}}) : unknown(body),
    elsewhere: {status: 404, body: {detail: "Not Found"}}
  });

const unknown = ({model}: Record<string, unknown>): Scripted => ({
  status: 404,
  body: {
    object: "error",
    message: `The model \`${String(model)}\` does not exist.`,
    type: "NotFoundError",
    param: null,
    code: 404
  }
});

const logprobs = {content: [{token: "The", logprob: -0.1, bytes: [84, 104, 101], top_logprobs: []}]};

/** Ollama: https://github.com/ollama/ollama/blob/main/docs/openai.md; embedding models are listed among the others. */
export const ollamaServer: Answer = serverOf({
  models: ["qwen3:8b", "hf.co/org/Model-GGUF:Q4_K_M", "nomic-embed-text:latest"].map((id) => ({
    ...{id, object: "model", created: 1_764_000_000, owned_by: "library"}
  })),
  chat: (body) =>
    body.model === "nomic-embed-text:latest"
      ? {
          status: 400,
          body: {
            error: {
              message: '"nomic-embed-text:latest" does not support chat',
              type: "api_error",
              param: null,
              code: null
            }
          }
        }
      : answerTo(body, {message: body.model === "qwen3:8b" ? {reasoning: "Of the sea."} : {}}),
  elsewhere: {body: "Ollama is running", headers: {"content-type": "text/plain"}}
});

/** LM Studio: https://lmstudio.ai/docs/app/api/endpoints/openai; what it does not know it answers with 200 and an error. */
export const lmStudioServer: Answer = serverOf({
  models: [{id: "community/Qwen2.5-7B-GGUF/qwen.gguf", object: "model", owned_by: "organization_owner"}],
  chat: (body) => answerTo(body, {seeded: false, more: {logprobs: null}}),
  elsewhere: {body: {error: "Unexpected endpoint or method. (GET /)"}}
});
