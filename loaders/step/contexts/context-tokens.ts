import {tokensIn} from "../tokens-in.js";
import type {ContextSettings} from "./context.js";

const shotTokens = 150; // of an exchange of the lab, before it is drawn

/** Tokens of a context by o200k, without separators. */
export const tokensOfContext = ({system, shots, lab}: ContextSettings): number =>
  [system ?? "", ...shots.flatMap(({query, response}) => [query, response])].reduce(
    (sum, text) => sum + tokensIn(text),
    (lab?.shots ?? 0) * shotTokens
  );
