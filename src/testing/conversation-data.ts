import type {Turn} from "../shared/transcript.js";
import {hostile} from "./hostile.js";

/** A conversation with everything that a turn can have, all of it hostile, and more turns than are shown at once. */
export const conversation: Turn[] = [
  {role: "system", text: `You are a clerk. ${hostile.image}`, given: true},
  {role: "user", text: hostile.script, given: true},
  {
    role: "assistant",
    text: hostile.closing,
    thinking: `${hostile.template} hm`,
    calls: [{name: hostile.image, arguments: JSON.stringify({path: hostile.script})}]
  },
  {role: "tool", text: hostile.nulls, tool: hostile.link, error: `denied ${hostile.script}`},
  ...Array.from({length: 40}, (_, i): Turn => ({role: i % 2 === 0 ? "assistant" : "user", text: `turn ${i + 5}`}))
];

export const lastAnswer = conversation.findLast(({role}) => role === "assistant")!.text;
