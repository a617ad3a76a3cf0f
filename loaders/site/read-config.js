// What Framework's settings are read through (stage/stage.ts): it makes Node read TypeScript first.
import {register} from "tsx/esm/api";

register();
const {siteConfig} = await import("../../observablehq.config.ts");
export {siteConfig};
