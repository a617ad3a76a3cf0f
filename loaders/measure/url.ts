import {holds, type MeasureDefinition, type MeasureSettings} from "./measure.js";

const settings: MeasureSettings = {name: "url", kind: "url"};

export const urlMeasure: MeasureDefinition = {
  kind: "url",
  form: "`url`",
  doc: "share of responses with a web address",
  alone: settings,
  normalize: () => settings,
  by: "program",
  summary: () => "rate",
  createReader: () => (text) => {
    const address = /\bhttps?:\/\/[^\s<>"')\]]{0,200}|\bwww\.[a-z0-9-]{1,63}\.[a-z]{2,}/i.exec(text)?.[0] ?? null;
    return holds(address !== null, address);
  }
};
