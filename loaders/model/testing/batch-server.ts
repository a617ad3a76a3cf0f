import {once} from "node:events";
import {createServer} from "node:http";
import type {AddressInfo} from "node:net";

type BatchFate = "ok" | "expired" | "errored" | "invalid";

export interface BatchServerOptions {
  polls?: number; // looks at a batch before it is over
  fate?: (content: string, batch: number) => BatchFate;
  line?: (content: string, batch: number) => string | null; // what stands in the results instead of the right line
  failing?: (path: string, n: number) => boolean; // answer this request with 500, after doing what it asks
}

interface Batch {
  id: string;
  label: string | null;
  items: {id: string; content: string}[];
  looks: number;
  born: number;
}

export interface BatchServer {
  url: string;
  batches: Batch[];
  close(): void;
}

/** Both batch APIs on 127.0.0.1, as far as they are used: every item is answered "answer to <content>", in reverse. */
export async function serveBatches(options: BatchServerOptions = {}): Promise<BatchServer> {
  const {polls = 2, fate = () => "ok", line = () => null, failing = () => false} = options;
  const batches: Batch[] = [];
  const files = new Map<string, string>();
  let count = 0;
  const add = (items: Batch["items"], label: string | null): Batch => {
    const batch = {id: `batch_${batches.length + 1}`, label, items, looks: 0, born: Date.now()};
    batches.push(batch);
    return batch;
  };
  const fates = (batch: Batch) =>
    batch.items.map((item) => ({...item, fate: fate(item.content, batches.indexOf(batch))})).reverse();
  const linesOf = (batch: Batch, of: ReturnType<typeof fates>, write: (item: (typeof of)[number]) => string) =>
    of.map((item) => line(item.content, batches.indexOf(batch)) ?? write(item)).join("\n");

  const anthropicView = (batch: Batch) => ({
    id: batch.id,
    type: "message_batch",
    processing_status: batch.looks >= polls ? "ended" : "in_progress",
    created_at: new Date(batch.born).toISOString(),
    request_counts: {processing: 0, succeeded: batch.items.length, errored: 0, canceled: 0, expired: 0},
    results_url: `${url()}/v1/messages/batches/${batch.id}/results`
  });
  const anthropicLine = ({id, content, fate}: ReturnType<typeof fates>[number]) => {
    const message = {
      id: "m",
      type: "message",
      role: "assistant",
      model: "claude-b",
      content: [{type: "text", text: `answer to ${content}`}],
      stop_reason: "end_turn",
      usage: {input_tokens: 10, output_tokens: 10}
    };
    const error = (type: string) => ({type: "errored", error: {type: "error", error: {type, message: `${type} here`}}});
    const result = {
      ok: {type: "succeeded", message},
      expired: {type: "expired"},
      errored: error("api_error"),
      invalid: error("invalid_request_error")
    }[fate];
    return JSON.stringify({custom_id: id, result});
  };
  const openAiView = (batch: Batch) => {
    const done = batch.looks >= polls;
    return {
      id: batch.id,
      object: "batch",
      status: done ? "completed" : "in_progress",
      created_at: Math.floor(batch.born / 1000),
      metadata: {label: batch.label},
      output_file_id: done ? `out_${batch.id}` : null,
      error_file_id: done ? `err_${batch.id}` : null
    };
  };
  const openAiLine = ({id, content, fate}: ReturnType<typeof fates>[number]) => {
    const body = {
      model: "gpt-b",
      choices: [{message: {content: `answer to ${content}`}, finish_reason: "stop"}],
      usage: {prompt_tokens: 10, completion_tokens: 10, total_tokens: 20}
    };
    if (fate === "ok") return JSON.stringify({custom_id: id, response: {status_code: 200, body}, error: null});
    if (fate === "expired")
      return JSON.stringify({custom_id: id, response: null, error: {code: "batch_expired", message: "expired"}});
    const status = fate === "invalid" ? 400 : 500;
    return JSON.stringify({
      custom_id: id,
      response: {status_code: status, body: {error: {message: `status ${status}`}}},
      error: null
    });
  };

  const answer = (method: string, path: string, text: string): unknown => {
    const name = /batch_\d+/.exec(path)?.[0];
    const batch = batches.find(({id}) => id === name);
    if (path === "/v1/messages/batches" && method === "POST") {
      const {requests} = JSON.parse(text) as {requests: {custom_id: string; params: {messages: {content: string}[]}}[]};
      return anthropicView(
        add(
          requests.map(({custom_id: id, params}) => ({id, content: params.messages[0]!.content})),
          null
        )
      );
    }
    if (path === "/v1/messages/batches")
      return {data: batches.map(anthropicView).reverse(), has_more: false, first_id: null, last_id: null};
    if (path.endsWith("/results")) return linesOf(batch!, fates(batch!), anthropicLine);
    if (path.startsWith("/v1/messages/batches/")) return (batch!.looks++, anthropicView(batch!));
    if (path === "/v1/files") {
      const id = `file_${files.size + 1}`;
      files.set(id, text);
      return {id, object: "file", purpose: "batch"};
    }
    if (path === "/v1/batches" && method === "POST") {
      const {metadata, input_file_id: file} = JSON.parse(text) as {metadata: {label: string}; input_file_id: string};
      const lines = files
        .get(file)!
        .split(/\r?\n/)
        .filter((line) => line.startsWith("{"));
      const rows = lines.map((line) => JSON.parse(line) as {custom_id: string; body: {messages: {content: string}[]}});
      return openAiView(
        add(
          rows.map(({custom_id: id, body}) => ({id, content: body.messages[0]!.content})),
          metadata.label
        )
      );
    }
    if (path === "/v1/batches") return {object: "list", data: batches.map(openAiView).reverse(), has_more: false};
    if (path.startsWith("/v1/batches/")) return (batch!.looks++, openAiView(batch!));
    const wanted = path.includes("/out_") ? "ok" : "failed";
    if (path.endsWith("/content")) {
      const part = fates(batch!).filter(({fate}) => (fate === "ok") === (wanted === "ok"));
      return linesOf(batch!, part, openAiLine);
    }
    return {
      choices: [{message: {content: "asked by itself"}, finish_reason: "stop"}],
      content: [{type: "text", text: "asked by itself"}],
      stop_reason: "end_turn",
      usage: {prompt_tokens: 10, completion_tokens: 10, input_tokens: 10, output_tokens: 10}
    };
  };

  const server = createServer((request, response) => {
    void (async () => {
      let text = "";
      for await (const chunk of request as AsyncIterable<Buffer>) text += chunk.toString();
      const path = new URL(request.url ?? "/", "http://x").pathname;
      const body = answer(request.method ?? "GET", path, text);
      const fails = failing(`${request.method} ${path}`, count++);
      response.writeHead(fails ? 500 : 200, {
        "content-type": typeof body === "string" ? "application/x-jsonl" : "application/json"
      });
      response.end(fails ? '{"error": {"message": "oops"}}' : typeof body === "string" ? body : JSON.stringify(body));
    })();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: url(),
    batches,
    close() {
      server.closeAllConnections();
      server.close();
    }
  };
}
