import {CopyBlock} from "../ui/copyBlock.js";
import {Element} from "../ui/text.js";
import type {NextStep} from "./nextSteps.js";

/** What to write and to run, each to copy. */
export function NextStepBlock({file, commands}: NextStep, name: string): HTMLElement {
  const box = Element("div", "next-step");
  if (file !== undefined)
    box.append(
      Element("p", "muted", "In ", Element("code", "", file.path), ":"),
      CopyBlock(file.lines, `lines to ${name}`)
    );
  if (file !== undefined) box.append(Element("p", "muted", "Then run:"));
  box.append(CopyBlock(commands.join("\n"), `command to ${name}`));
  return box;
}
