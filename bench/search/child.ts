import {families} from "./worlds/families.js";
import type {Outcome} from "./worlds/outcome.js";
import {contestants, searchWorld, sizes, type Contestant} from "./worlds/search-world.js";

/** What a child process is told: which families and seeds, with how many target calls. */
export interface SearchPart {
  families: string[];
  calls: number;
  seeds: number[];
}

/** One search on one world, by one sampler. */
export interface Trial extends Outcome {
  family: string;
  sampler: Contestant;
  budget: number;
  seed: number;
  milliseconds: number; // of the processor, including the world's own
}

const part = JSON.parse(process.argv[2]!) as SearchPart;
const size = sizes.find(({calls}) => calls === part.calls)!;
const trials: Trial[] = [];
for (const family of families.filter(({name}) => part.families.includes(name))) {
  for (const seed of part.seeds) {
    const world = await family.create(seed);
    for (const sampler of contestants) {
      const start = process.cpuUsage();
      const outcome = searchWorld(world, sampler, size, seed);
      const {user, system} = process.cpuUsage(start);
      const milliseconds = (user + system) / 1000;
      trials.push({family: family.name, sampler, budget: size.calls, seed, milliseconds, ...outcome});
    }
  }
  process.stderr.write(`${size.calls} ${family.name}\n`);
}
process.stdout.write(JSON.stringify(trials));
