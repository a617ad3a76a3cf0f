import type {RoleSpec} from "../step/role.js";
import type {ProbeSettings} from "./settings.js";

/** A step of probes in its normal form. */
export interface ProbeStepSettings {
  probes: ProbeSettings[];
  judge: RoleSpec | null; // scores beside the study's judges
}
