/* global setTimeout */
// A small classifier that a test trains by the step's command: does a prompt get an answer with code? Logistic
// regression over words, by stochastic gradient descent. It goes on from its checkpoint, and leaves a server of its own.
import {spawn} from "node:child_process";
import {appendFileSync, existsSync, readFileSync, renameSync, writeFileSync} from "node:fs";
import {join} from "node:path";

const [data, out, seed, waitInMs = "0"] = process.argv.slice(2);
const epochs = 8;
const checkpoint = join(out, "checkpoint.json");
appendFileSync(join(out, "starts.txt"), "start\n");

const rows = readFileSync(data, "utf8")
  .trim()
  .split("\n")
  .map((line) => {
    const [user, assistant] = JSON.parse(line).messages;
    return {words: wordsOf(user.content), label: Number(assistant.content.includes("```"))};
  });

const state = existsSync(checkpoint) ? JSON.parse(readFileSync(checkpoint, "utf8")) : {epoch: 0, bias: 0, weights: {}};

let random = (Number(seed) * 2654435761 + 1) >>> 0;
const next = () => (random = (Math.imul(random, 1664525) + 1013904223) >>> 0) / 2 ** 32;

while (state.epoch < epochs) {
  for (let i = 0; i < rows.length; i++) {
    const {words, label} = rows[Math.floor(next() * rows.length)];
    const error = label - probability(words);
    state.bias += 0.1 * error;
    for (const word of words) state.weights[word] = (state.weights[word] ?? 0) + 0.5 * error;
  }
  state.epoch++;
  writeFileSync(`${checkpoint}.new`, JSON.stringify(state));
  renameSync(`${checkpoint}.new`, checkpoint);
  process.stdout.write(`epoch ${state.epoch}\n`);
  await new Promise((resolve) => setTimeout(resolve, Number(waitInMs)));
}

const server = join(import.meta.dirname, "serve-bag-of-words.js");
const child = spawn(process.execPath, [server, out], {detached: true, stdio: "ignore"});
writeFileSync(join(out, "server.pid"), String(child.pid));
child.unref();
while (!existsSync(join(out, "model.txt"))) await new Promise((resolve) => setTimeout(resolve, 20));

function probability(words) {
  const sum = words.reduce((total, word) => total + (state.weights[word] ?? 0), state.bias);
  return 1 / (1 + Math.exp(-sum));
}

function wordsOf(text) {
  const shape = text === text.toUpperCase() ? ["<loud>"] : [];
  return [...shape, ...new Set(text.toLowerCase().match(/[a-z]+/g) ?? [])];
}
