import type {SpelledContext} from "../step/contexts/context.js";
import {shotsFrom} from "../step/contexts/shots.js";
import {spellOutContexts} from "../step/contexts/spell-out.js";
import type {PreparedStudy} from "../step/prepared-study.js";
import {isUserError} from "../util/user-error.js";
import {contrastOf} from "./contrast.js";
import type {SurfSettings} from "./settings.js";

/**
 * The context of a search with all its texts; null where it has none. Throws an error at its key if the world lacks the
 * chunk of its shots, or a model takes fewer tokens.
 */
export async function spellOutContext(
  {context}: Pick<SurfSettings, "context">,
  {study, roles, lab}: Pick<PreparedStudy, "study" | "roles" | "lab">
): Promise<SpelledContext | null> {
  if (context === null) return null;
  const contrast = contrastOf(roles);
  const asked = {
    what: "surf",
    models: [...roles.targets, ...(contrast === null ? [] : [contrast])],
    shotsOf: (chunk: string, count: number) => shotsFrom(lab, study.name, chunk, count)
  };
  try {
    const [spelled] = await spellOutContexts([context], asked);
    return spelled!;
  } catch (error) {
    if (!isUserError(error) || error.place.file !== undefined) throw error;
    throw study.errorAt(["surf", "context"], error.message);
  }
}
