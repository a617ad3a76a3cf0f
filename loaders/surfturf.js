#!/usr/bin/env node
// The command `surfturf`: makes Node read TypeScript, then hands over.
import {register} from "tsx/esm/api";

register();
const {main} = await import("./cli.ts");
await main(process.argv);
