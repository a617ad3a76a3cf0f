/** What may be said of an arm that leaves training pairs out, strongest first. */
export const causalVerdicts = ["causes", "contributes", "does not explain", "not decided"] as const;

/** The same of an arm that adds pairs. */
export const mendingVerdicts = ["mends", "mends in part", "does not mend", "not decided"] as const;

export type CausalVerdict = (typeof causalVerdicts)[number];
export type MendingVerdict = (typeof mendingVerdicts)[number];
export type Verdict = CausalVerdict | MendingVerdict;

/** What the training data of an arm is, against all of it. */
export const armKinds = ["full", "drop", "dose", "add", "grid", "control"] as const;
export type ArmKind = (typeof armKinds)[number];

/** Where the pairs of a random control come from. */
export const controlKinds = ["chunk", "everywhere"] as const;
export type ControlKind = (typeof controlKinds)[number];
