import {execFile, spawn, type ChildProcess} from "node:child_process";
import {randomBytes} from "node:crypto";
import {once} from "node:events";
import {existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {createServer, type AddressInfo} from "node:net";
import {hostname, tmpdir} from "node:os";
import {join} from "node:path";
import {setTimeout as sleep} from "node:timers/promises";
import {promisify} from "node:util";

const run = promisify(execFile);
const daemons = {munged: "/usr/sbin/munged", slurmctld: "/usr/sbin/slurmctld", slurmd: "/usr/sbin/slurmd"};
const nodes = ["n1", "n2"] as const;
type NodeName = (typeof nodes)[number];

const installForInMs = 240_000;
const startForInMs = 60_000;

/** A Slurm of two nodes on this machine, in a folder and on ports of its own. */
export interface SlurmCluster {
  config: string; // for the environment variable SLURM_CONF
  slurm(command: string, ...args: string[]): Promise<string>; // what a Slurm command prints
  killNode(name: NodeName): void; // its slurmd, at once; what it runs goes on
  startNode(name: NodeName): void;
  stop(): Promise<void>;
}

export interface SlurmOptions {
  killsOverMemory?: boolean; // ends jobs that take more memory than they asked for, as it is seen each second (default false)
}

/** Starts one; a text that says why there is none where Slurm is missing or does not come up. */
export async function startSlurm({killsOverMemory = false}: SlurmOptions = {}): Promise<SlurmCluster | string> {
  if (process.getuid?.() !== 0) return "only root can start a Slurm";
  if (!isInstalled()) await install().catch(() => undefined);
  if (!isInstalled()) return "Slurm is not installed (Debian: apt-get install slurm-wlm munge)";
  const folder = mkdtempSync(join(tmpdir(), "surfturf-slurm-"));
  const cluster = new Cluster(folder, killsOverMemory ? overMemoryKill : coresAlone);
  try {
    await cluster.start();
    return cluster;
  } catch (error) {
    const said = cluster.lastWords();
    await cluster.stop();
    return `Slurm does not come up here: ${(error as Error).message}${said}`;
  }
}

const isInstalled = (): boolean =>
  Object.values(daemons).every((path) => existsSync(path)) && existsSync("/usr/bin/sbatch");

/** As the browser tests install Chromium; once, and only in CI, where nobody minds. */
async function install(): Promise<void> {
  if (!process.env.CI || !existsSync("/usr/bin/apt-get")) return;
  const env = {...process.env, DEBIAN_FRONTEND: "noninteractive"};
  await run("apt-get", ["update", "-qq"], {timeout: installForInMs, env});
  await run("apt-get", ["install", "-y", "-qq", "slurm-wlm", "munge"], {timeout: installForInMs, env});
}

const coresAlone = ["SelectTypeParameters=CR_Core"];
const overMemoryKill = [
  "SelectTypeParameters=CR_Core_Memory",
  "JobAcctGatherType=jobacct_gather/linux",
  "JobAcctGatherFrequency=task=1",
  "JobAcctGatherParams=OverMemoryKill"
];

class Cluster implements SlurmCluster {
  readonly config: string;
  readonly #children = new Map<string, ChildProcess>();
  readonly #socket: string;

  constructor(
    private readonly folder: string,
    private readonly more: readonly string[] // lines of the configuration
  ) {
    this.config = join(folder, "slurm.conf");
    this.#socket = join(folder, "munge.socket");
  }

  async start(): Promise<void> {
    for (const name of ["log", "state", "spool"]) mkdirSync(join(this.folder, name));
    const [controller, ...ports] = await freePorts(1 + nodes.length);
    writeFileSync(
      this.config,
      `${configOf(this.folder, this.#socket, controller!, ports)}${this.more.map((line) => `${line}\n`).join("")}`
    );
    this.#startMunge();
    await until(() => existsSync(this.#socket), "munged");
    this.#spawn("slurmctld", daemons.slurmctld, ["-D"]);
    for (const name of nodes) this.startNode(name);
    await until(async () => {
      const states = await this.slurm("sinfo", "-h", "-N", "-o", "%T").catch(() => "");
      return (
        states
          .trim()
          .split("\n")
          .filter((state) => state === "idle").length === nodes.length
      );
    }, "slurmd");
  }

  async slurm(command: string, ...args: string[]): Promise<string> {
    const {stdout} = await run(command, args, {env: this.#environment(), timeout: 60_000});
    return stdout;
  }

  startNode = (name: NodeName): void => this.#spawn(name, daemons.slurmd, ["-D", "-N", name]);

  killNode(name: NodeName): void {
    this.#children.get(name)?.kill("SIGKILL");
  }

  async stop(): Promise<void> {
    await this.#endJobs().catch(() => undefined);
    for (const name of [...nodes, "slurmctld", "munged"]) await this.#end(name);
    rmSync(this.folder, {recursive: true, force: true, maxRetries: 5});
  }

  /** What the daemons wrote last, for people. */
  lastWords(): string {
    const lines = ["ctld", ...nodes].flatMap((name) => {
      const file = join(this.folder, "log", `${name}.log`);
      return existsSync(file) ? [readFileSync(file, "utf8").trimEnd().split("\n").at(-1)!] : [];
    });
    return lines.map((line) => `; ${line}`).join("");
  }

  async #endJobs(): Promise<void> {
    await this.slurm("scancel", `--user=${process.env.USER ?? "root"}`);
    await until(async () => (await this.slurm("squeue", "-h")).trim() === "", "the end of all jobs", 15_000);
  }

  #startMunge(): void {
    const key = join(this.folder, "munge.key");
    writeFileSync(key, randomBytes(128), {mode: 0o400});
    const file = (name: string): string => `--${name}-file=${join(this.folder, `munge.${name}`)}`;
    const files = [`--key-file=${key}`, file("log"), file("pid"), file("seed")];
    this.#spawn("munged", daemons.munged, ["--foreground", "--force", `--socket=${this.#socket}`, ...files]);
  }

  #spawn(name: string, path: string, args: readonly string[]): void {
    this.#children.set(name, spawn(path, args, {env: this.#environment(), stdio: "ignore"}));
  }

  async #end(name: string): Promise<void> {
    const child = this.#children.get(name);
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const closed = once(child, "close");
    child.kill("SIGTERM");
    const timer = setTimeout(() => child.kill("SIGKILL"), 5000);
    await closed;
    clearTimeout(timer);
  }

  #environment = (): NodeJS.ProcessEnv => ({...process.env, SLURM_CONF: this.config});
}

const configOf = (
  folder: string,
  socket: string,
  controller: number,
  ports: readonly number[]
): string => `ClusterName=test
SlurmctldHost=${hostname()}(127.0.0.1)
AuthType=auth/munge
AuthInfo=socket=${socket}
CredType=cred/munge
CommunicationParameters=NoInAddrAny,NoCtldInAddrAny
SlurmUser=root
SlurmctldPort=${controller}
StateSaveLocation=${folder}/state
SlurmdSpoolDir=${folder}/spool/%n
SlurmctldPidFile=${folder}/ctld.pid
SlurmdPidFile=${folder}/%n.pid
SlurmctldLogFile=${folder}/log/ctld.log
SlurmdLogFile=${folder}/log/%n.log
ProctrackType=proctrack/pgid
TaskPlugin=task/none
SelectType=select/cons_tres
SlurmdParameters=config_overrides
SchedulerParameters=sched_interval=2,sched_min_interval=0,batch_sched_delay=0,bf_interval=2
SlurmdTimeout=10
KillWait=3
ReturnToService=2
MailProg=/bin/true
MpiDefault=none
${nodes.map((name, i) => `NodeName=${name} NodeHostname=${hostname()} NodeAddr=127.0.0.1 Port=${ports[i]} CPUs=1 RealMemory=8000`).join("\n")}
PartitionName=main Nodes=ALL Default=YES MaxTime=INFINITE State=UP
`;

async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({length: count}, () => createServer().listen(0, "127.0.0.1"));
  const ports: number[] = [];
  for (const server of servers) {
    if (!server.listening) await once(server, "listening");
    ports.push((server.address() as AddressInfo).port);
  }
  for (const server of servers) server.close();
  return ports;
}

async function until(isTrue: () => boolean | Promise<boolean>, what: string, forInMs = startForInMs): Promise<void> {
  const end = Date.now() + forInMs;
  while (!(await isTrue())) {
    if (Date.now() > end) throw new Error(`no sign of ${what} after ${forInMs / 1000} s`);
    await sleep(200);
  }
}
