import type {CheckReason} from "../../../src/shared/schema.js";
import {describeCut, isRefusal} from "../gate.js";
import type {MaybeReply} from "../exchange.js";

/** Which of the attributes a query has, as indices into those asked for, or why the answer does not say. */
export type CheckAnswer = {has: number[]} | {problem: CheckReason};

const form = /^<has>\s*(none|\d{1,4}(?:\s*,\s*\d{1,4})*)\s*<\/has>$/i;

/** Reads the answer to `checkPrompt` for a number of attributes. Anything but its form is unparsable. */
export function readCheck(reply: MaybeReply, attributes: number): CheckAnswer {
  if (reply === null) return {problem: "failed"};
  if (reply.stop.unified === "refusal") return {problem: "refused"};
  const cut = describeCut(reply.stop);
  if (cut !== null) return {problem: cut.how};
  const said = form.exec(reply.text.trim())?.[1];
  if (said === undefined) return {problem: isRefusal(reply.text) ? "refused" : "unparsable"};
  if (said.toLowerCase() === "none") return {has: []};
  const has = said.split(",").map((number) => Number(number) - 1);
  const isValid = has.every((i) => i >= 0 && i < attributes) && new Set(has).size === has.length;
  return isValid ? {has} : {problem: "unparsable"};
}
