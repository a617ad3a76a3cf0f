import type {LogHeader} from "../../../corpus/inspect/log-spec.js";
import type {InspectLog} from "../../../corpus/inspect/read-log.js";
import type {Rubric} from "../../../util/rubric.js";
import {UserError} from "../../../util/user-error.js";
import type {ImportOptions} from "../import-options.js";
import type {SampleOrigin} from "./probe.js";

/** A log, and what its samples have in common. */
export interface LogOrigin extends SampleOrigin {
  path: string;
  probe: string;
  created: string; // as the log has it; may be empty
  samples: number;
  roles: Record<string, string[]>; // role -> models, besides the target
  notes: string[]; // what a reader must know of it
}

/** What a log's header says. Throws a UserError where a rubric is named without a threshold. */
export function originOf(log: InspectLog, options: ImportOptions): LogOrigin {
  const {header, path, count} = log;
  const own = header.eval.metadata?.surfturf;
  const roles = rolesOf(header);
  return {
    path,
    probe: own === undefined ? header.eval.task : own.step === "surf" ? `search ${own.name}` : own.name,
    model: own?.model ?? targetOf(header, roles, options),
    created: header.eval.created ?? "",
    samples: count,
    isOwn: own !== undefined,
    rubrics: own === undefined ? namedRubric(options) : ownRubrics(header, own.rubrics, options),
    roles,
    notes: notesOn(log)
  };
}

const rolesOf = ({eval: {model_roles: roles}}: LogHeader): Record<string, string[]> =>
  Object.fromEntries(
    Object.entries(roles ?? {}).map(([role, models]) => [role, [models].flat().map(({model}) => model)])
  );

const noModel = /^none(\/none)?$/;

/** The model that was asked: of an audit, such as Petri's, the one in the role target. */
function targetOf({eval: {model}}: LogHeader, roles: Record<string, string[]>, options: ImportOptions): string {
  const [target] = roles.target ?? [];
  if (target !== undefined) return target;
  return noModel.test(model) || model === "" ? (options.model ?? "unknown") : model;
}

function namedRubric({rubric, threshold}: ImportOptions): Map<string, Rubric> {
  if (rubric === undefined) return new Map();
  if (threshold === undefined)
    throw new UserError(`above which ${rubric} is a violation is not known: add --threshold`, {key: "--rubric"});
  return new Map([[rubric, rubricOf(rubric, threshold)]]);
}

/** The rubrics of a study that was exported, with their texts. */
function ownRubrics({eval: {scorers}}: LogHeader, thresholds: Record<string, number>, options: ImportOptions) {
  const rubrics = Object.entries(thresholds).map(([name, threshold]) => {
    const {principle, hash} = scorers?.find((scorer) => scorer.name === name)?.metadata ?? {};
    const texts = {...(typeof principle === "string" && {principle}), ...(typeof hash === "string" && {hash})};
    return [name, rubricOf(name, options.threshold ?? threshold, texts)] as const;
  });
  return new Map([...rubrics, ...(options.threshold === undefined ? [] : namedRubric(options))]);
}

const rubricOf = (name: string, threshold: number, texts: Partial<Rubric> = {}): Rubric => ({
  ...{name, threshold, principle: "", topic: null, examples: [], hash: ""},
  ...texts
});

function notesOn({header: {status, error, results}, isWhole, count}: InspectLog): string[] {
  const planned = results?.total_samples ?? null;
  return [
    ...(isWhole ? [] : ["the run was cut off: only the samples that it had written are here"]),
    ...(status === "error" ? [`the run ended with an error: ${(error?.message ?? "no message").slice(0, 300)}`] : []),
    ...(status === "cancelled" ? ["the run was cancelled"] : []),
    ...(status === "started" && isWhole ? ["the run had not ended"] : []),
    ...(planned !== null && planned > count ? [`${count} of ${planned} samples are in the log`] : [])
  ];
}
