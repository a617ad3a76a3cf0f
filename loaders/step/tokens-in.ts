import {countTokens} from "gpt-tokenizer/encoding/o200k_base";

const noSpecialTokens = new Set<string>();

/** Tokens of a text by o200k. Names of special tokens in it count as text, since data sets quote them. */
export const tokensIn = (text: string): number => countTokens(text, {disallowedSpecial: noSpecialTokens});

const tokensPerMessage = 4; // for the role and separators

/** Tokens of a prompt by o200k, including what separates its messages. */
export const tokensOf = (messages: readonly {content: string}[]): number =>
  messages.reduce((sum, {content}) => sum + tokensIn(content) + tokensPerMessage, 0);
