import {arraySize} from "./job.js";
import type {Standing} from "./standing.js";

/** Units that are submitted as one array: of one stage, with the same needs. */
export interface Group {
  units: Standing[];
  memoryInMb: number;
  minutes: number;
  servers: number; // model servers of each
}

/** The units that are due, as arrays, in the order of their stages. */
export function groupUnits(standings: readonly Standing[]): Group[] {
  const groups = new Map<string, Group>();
  for (const standing of standings.filter(({state}) => state === "due")) {
    const {unit, index, memoryInMb, minutes} = standing;
    const thousand = Math.floor(index / arraySize);
    const key = [unit.stage, unit.servers, memoryInMb, minutes, thousand].join(" ");
    const group = groups.get(key) ?? {units: [], memoryInMb, minutes, servers: unit.servers};
    group.units.push(standing);
    groups.set(key, group);
  }
  return [...groups.values()]; // of the first to the last stage, as the units of a plan are
}
