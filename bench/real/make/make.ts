import {mkdirSync} from "node:fs";
import {join} from "node:path";
import {fileURLToPath} from "node:url";
import {output} from "../../harness/child.js";
import {buildServer, port, startServer} from "./model-server.js";
import {selectPrompts} from "./select-prompts.js";

/**
 * Makes the recorded study that ships: prompts, recording, and what the study itself asks beyond it.
 *
 *     npx tsx bench/real/make/make.ts <mixture.jsonl> [folder for the server]
 *
 * The mixture is a JSONL file in the Tülu format with the chunks of `select-prompts.ts`. Takes two to three hours on two cores;
 * the same command resumes. Needs pip, cmake and a compiler.
 */
const project = fileURLToPath(new URL("../../..", import.meta.url));
const [mixture, folder = join(project, "data", "cache", "smollm2-server")] = process.argv.slice(2);
if (mixture === undefined) {
  process.stderr.write("expected the path of the mixture: npx tsx bench/real/make/make.ts <mixture.jsonl>\n");
  process.exit(2);
}

const prompts = join(project, "data", "corpora", "smollm2-prompts.jsonl.gz");
mkdirSync(join(project, "data", "corpora"), {recursive: true});
say(`${selectPrompts(mixture, prompts)} prompts in ${prompts}`);
await buildServer(folder);
const server = await startServer(folder);
try {
  const model = `http://127.0.0.1:${port}/v1:smollm2`;
  const facts = ["--display", "SmolLM2-135M-Instruct", "--quantization", "Q4_1", "--server", "llama.cpp, 16 slots"];
  const licence = "prompts: Apache-2.0 (t0-p3), MIT (gsm8k, gpteacher), ODC-BY (coconot); answers: Apache-2.0";
  const asked = ["--answers", "4", "--temperature", "0.7", "--max-tokens", "48", "--seed", "17", "--concurrency", "16"];
  await surfturf("record", prompts, "--name", "smollm2", "--model", model, ...asked, ...facts, "--license", licence);
  await surfturf("record", "data/studies/smollm2.yaml", "--name", "smollm2", "--model", model);
} finally {
  server.kill("SIGKILL");
}

async function surfturf(...args: string[]): Promise<void> {
  say(await output(process.execPath, [join("loaders", "surfturf.js"), ...args], {folder: project}));
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
