import type {ModelReply} from "../../model/model.js";
import type {ExtractReason} from "../extractor.js";
import type {TurfIndex} from "../index/turf-index.js";
import {unusableReason} from "../unusable.js";
import {commonness, styleShare} from "./commonness.js";
import {searchKey} from "./search-key.js";
import {cruxPrompt, safeParseCrux} from "./crux-prompt.js";
import {chooseLocally} from "./local-crux.js";
import type {TraceTools} from "./trace-tools.js";
import type {CruxResult, Exchange, TraceSettings} from "./trace.js";

/** The second judge's choice of three, or the local chooser's; what most of the corpus shares is set aside. */
export async function chooseCruxes(
  index: TurfIndex,
  {rubric, query}: Exchange,
  {polarity}: TraceSettings,
  tools: TraceTools,
  attributes: readonly string[],
  vectors: readonly Float32Array[]
): Promise<{cruxes: CruxResult[]; problem: ExtractReason | null}> {
  const common = await tools.keep(searchKey("commonness", index, vectors), () => commonness(index, vectors));
  const isStyle = (slot: number): boolean => common[slot]! > styleShare;
  let chosen: number[];
  let problem: ExtractReason | null = null;
  if (tools.judge !== null && rubric !== null) {
    const reply = await askJudge(tools, cruxPrompt(rubric, attributes, polarity), "crux");
    problem = unusableReason(reply);
    chosen = problem === null ? (safeParseCrux(reply!.text, attributes.length) ?? []) : [];
  } else {
    const usable = [...attributes.keys()].filter((slot) => !isStyle(slot));
    const listed = usable.map((slot) => ({attribute: attributes[slot]!, commonness: common[slot]!}));
    chosen = chooseLocally(listed, rubric, query).map((place) => usable[place]!);
  }
  const cruxes = attributes.map((attribute, slot): CruxResult => {
    const place = chosen.indexOf(slot);
    const share = `${Math.round(100 * common[slot]!)}%`;
    return {
      slot,
      attribute,
      chosen: place < 0 ? null : place + 1,
      setAside: place >= 0 && isStyle(slot) ? `house style: ${share} of the corpus's responses share it` : null,
      commonness: common[slot]!,
      traced: null
    };
  });
  return {cruxes, problem};
}

const maxTokens = 200;

async function askJudge(
  {judge, recorder, onCall}: TraceTools,
  messages: ReturnType<typeof cruxPrompt>,
  role: string
): Promise<ModelReply | null> {
  const request = {messages, temperature: 0, maxTokens};
  const {reply, ordinal} = await recorder!.ask(judge!, request, {step: "turf", role});
  onCall?.(ordinal);
  return reply;
}
