import type {AttributePool} from "../corpus/attribute-pool.js";
import type {Embedder, Model} from "../model/model.js";

/** The roles the lab plays, each a model `lab:<role>`. */
export const labRoles = ["target", "query", "judge"] as const;
export type LabRole = (typeof labRoles)[number];

/** A trained miniature world: every model role behind the interface of any model. */
export interface Lab {
  readonly world: string; // name of the world
  readonly accuracy: {heldOut: number; pairs: number; behaviours: number}; // of the target on pairs it was not trained on
  model(role: LabRole): Model;
  embedder(): Embedder;
  attributePool(): AttributePool;
}

/**
 * Reads a world file, writes its training pairs and trains the target on them; one lab a file in this process.
 * Throws a UserError with file, line and key when the world is not valid.
 */
export async function openLab(_worldFile: string): Promise<Lab> {
  throw new Error("not there yet");
}
