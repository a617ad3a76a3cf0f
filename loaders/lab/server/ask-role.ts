import {z} from "zod";
import {isModelError} from "../../model/model-error.js";
import type {Model, ModelRequest} from "../../model/model.js";
import {labRoles} from "../lab.js";
import {countTokens, cutAtStop} from "../role-model.js";
import {spoilAnswer} from "./bad-answers.js";
import {WireProblem} from "./problem.js";
import type {RoleReply} from "./role-reply.js";
import type {WireRequest} from "./wire.js";

const part = z.looseObject({type: z.literal("text", "only text is understood here"), text: z.string()});

/** The text of a message: a string, or parts of text. */
export const contentSchema = z
  .union([z.string(), z.array(part)], "expected a text or a list of text parts")
  .transform((content) => (typeof content === "string" ? content : content.map(({text}) => text).join("")));

export const embedRole = "embed";

/** Names that the server answers to, `lab:` before them or not. */
export const servedModels = [...labRoles, embedRole];

/** The name of a served model without its prefix. Throws a Problem for one that the lab does not play. */
export function findModel(name: string, served: readonly string[] = labRoles): string {
  const plain = name.replace(/^lab:/, "");
  if (served.includes(plain)) return plain;
  throw new WireProblem(404, `unknown model: ${name}; expected one of ${served.join(", ")}`, "model_not_found");
}

/**
 * Asks a role of the lab, and spoils its answer where it is to. Throws a Problem for a request that no model would
 * take.
 */
export async function askRole(
  {lab, badAnswerOf}: Pick<WireRequest, "lab" | "badAnswerOf">,
  name: string,
  request: ModelRequest
): Promise<RoleReply> {
  const role = findModel(name) as (typeof labRoles)[number];
  const bad = badAnswerOf(role);
  const reply = await askGood(lab.model(role), request);
  return bad === null ? reply : spoilAnswer(bad, reply, request);
}

async function askGood(model: Model, request: ModelRequest): Promise<RoleReply> {
  const {stop = [], ...whole} = request;
  try {
    const reply = await model.ask(whole);
    const {text, sequence} = cutAtStop(reply.text, stop);
    if (sequence === null) return {...reply, sequence};
    const usage = {...reply.usage, outputTokens: countTokens(text)};
    return {...reply, text, usage, sequence, stop: {unified: "stop", raw: "stop"}};
  } catch (error) {
    if (isModelError(error)) throw new WireProblem(400, error.message, "invalid_value");
    throw error;
  }
}
