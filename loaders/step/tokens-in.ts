import {countTokens} from "gpt-tokenizer/encoding/o200k_base";

const nothing = new Set<string>();

/** Tokens of a text by o200k. Names of special tokens in it are text: data sets quote them. */
export const tokensIn = (text: string): number => countTokens(text, {disallowedSpecial: nothing});

const tokensPerMessage = 4; // roles and separators

/** Tokens of a prompt by o200k, what separates its messages included. */
export const tokensOf = (messages: readonly {content: string}[]): number =>
  messages.reduce((sum, {content}) => sum + tokensIn(content) + tokensPerMessage, 0);
