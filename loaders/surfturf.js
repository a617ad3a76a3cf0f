#!/usr/bin/env node
// The command `surfturf`.
import {importSource} from "./compiled/import-source.js";

const {main} = await importSource("loaders/cli.ts");
await main(process.argv);
