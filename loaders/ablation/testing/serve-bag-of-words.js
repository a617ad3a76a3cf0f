// Serves a classifier of train-bag-of-words.js as an OpenAI-compatible model, and writes its name into model.txt.
import {readFileSync, renameSync, writeFileSync} from "node:fs";
import {createServer} from "node:http";
import {join} from "node:path";

const [out] = process.argv.slice(2);
const {bias, weights} = JSON.parse(readFileSync(join(out, "checkpoint.json"), "utf8"));

function answerTo(text) {
  const shape = text === text.toUpperCase() ? ["<loud>"] : [];
  const words = [...shape, ...new Set(text.toLowerCase().match(/[a-z]+/g) ?? [])];
  const sum = words.reduce((total, word) => total + (weights[word] ?? 0), bias);
  return sum > 0 ? "```\nrun(it)\n```" : "It is a matter of practice and of patience.";
}

const server = createServer((request, response) => {
  let body = "";
  request.on("data", (chunk) => (body += chunk));
  request.on("end", () => {
    const {messages = [{content: ""}]} = body === "" ? {} : JSON.parse(body);
    const message = {role: "assistant", content: answerTo(messages.at(-1).content)};
    const usage = {prompt_tokens: 10, completion_tokens: 10};
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({model: "bag-of-words", choices: [{message, finish_reason: "stop"}], usage}));
  });
});
server.listen(0, "127.0.0.1", () => {
  const name = join(out, "model.txt");
  writeFileSync(`${name}.new`, `http://127.0.0.1:${server.address().port}/v1:bag-of-words\n`);
  renameSync(`${name}.new`, name);
});
