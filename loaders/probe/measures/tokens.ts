import type {MeasureSettings} from "../settings.js";
import type {MeasureDefinition} from "./measure.js";

const settings: MeasureSettings = {name: "tokens", kind: "tokens"};

export const tokensMeasure: MeasureDefinition = {
  kind: "tokens",
  form: "`tokens`",
  doc: "mean length of the responses, in tokens of o200k",
  alone: settings,
  normalize: () => settings,
  by: "program",
  summary: () => "mean",
  async createReader() {
    const {countTokens} = await import("gpt-tokenizer/encoding/o200k_base");
    return (response) => ({value: countTokens(response), label: null});
  }
};
