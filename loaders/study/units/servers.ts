import {once} from "node:events";
import {createServer, type AddressInfo} from "node:net";
import type {StudyUnit} from "./study-plan.js";
import {providerOf} from "../../model/provider.js";
import type {RoleSpec} from "../../step/role.js";
import {stepsOf} from "../steps.js";
import type {Cut} from "../../step/share.js";
import type {Step} from "../../step/step.js";
import {rolesOf, type Study} from "../../step/study.js";

/** Whether the server of a model is started by whoever asks it: its provider has one, and the study no address. */
export const isServedHere = ({model, baseUrl}: Pick<RoleSpec, "model" | "baseUrl">): boolean =>
  baseUrl === null && providerOf(model).ensureServer !== undefined;

type Part = Pick<Cut, "target" | "share"> | Pick<StudyUnit, "target" | "share">;

/** The target that a part asks, as provider:model; null where it asks none, undefined where it asks all. */
const askedBy = ({target, share}: Part): string | null | undefined => (share == null ? target : share.target);

/** The study with the targets alone that a part asks: no other's server is started. */
export const servedBy = (study: Study, part: Part): Study => ({
  ...study,
  targets: study.targets.filter(({model}) => model === askedBy(part))
});

/** The study with the roles alone that are asked where it is put together: none, unless a step is not divided. */
export const servedByGather = (study: Study): Study => ({
  ...study,
  targets: [],
  ...(stepsOf(study).every(({step, settings}) => isDivided(step, settings, study)) && {
    ...{query: null, judges: [], perturb: null, stepRoles: []}
  })
});

/** Whether units do a step; what they leave whole is done where the study is put together. */
const isDivided = ({cut}: Step, settings: unknown, study: Study): boolean =>
  cut !== undefined && cut(settings, study, {parts: 1, shards: null}).length > 0;

/** How many model servers the roles of a study take. */
export const countServers = (study: Study): number =>
  new Set(
    rolesOf(study)
      .filter(isServedHere)
      .map(({model}) => model)
  ).size;

/** The study with an address on this machine alone for each model server that a part starts. */
export async function withAddresses(study: Study): Promise<Study> {
  const served = [
    ...new Set(
      rolesOf(study)
        .filter(isServedHere)
        .map(({model}) => model)
    )
  ];
  const addresses = new Map<string, string>();
  for (const model of served) addresses.set(model, `http://127.0.0.1:${await freePort()}/v1`);
  const at = <R extends RoleSpec | null>(role: R): R =>
    role !== null && addresses.has(role.model) && isServedHere(role)
      ? {...role, address: addresses.get(role.model)!}
      : role;
  return {
    ...study,
    targets: study.targets.map(at),
    query: at(study.query),
    judges: study.judges.map(at),
    perturb: at(study.perturb),
    stepRoles: study.stepRoles.map((role) => ({...role, spec: at(role.spec)}))
  };
}

/** A port that nothing listens on: several units may run on one node. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const {port} = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}
