import {count} from "../ui/format.js";
import type {IndexManifest} from "../shared/indexManifest.js";
import type {StudyManifest} from "../shared/manifest.js";
import {IndexOrigin, localNote} from "../corpus/indexNotes.js";
import {Element, InlineText} from "../ui/text.js";

/** Says that a study has traced nothing, and how to trace: with an index first if there is none. */
export function NoTrace({name, origin, state}: StudyManifest, indexes: readonly IndexManifest[]): HTMLElement {
  const ready = indexes.find((index) => index.state === "finished" && (index.origin === "lab") === (origin === "lab"));
  const imported = origin === "imported" || origin === "published";
  const steps: (Node | string)[] = [
    state === "finished" ? "This study has traced nothing. " : "Nothing is traced yet. ",
    ...(ready === undefined ? ["First make an index of the data that trained the model: "] : [])
  ];
  const note = Element("div", "note", Element("p", "", ...steps));
  if (ready === undefined) note.append(Code("npx surfturf index path/to/mixture.jsonl --name mixture"));
  const index = ready?.name ?? "mixture";
  if (imported)
    note.append(
      Element("p", "", "Then trace its findings: "),
      Code(`npx surfturf trace ${name} --finding <id> --index ${index}`)
    );
  else
    note.append(
      Element("p", "", `To trace its findings, add this to data/studies/${name}.yaml and run the study again: `),
      Code(`turf: {index: ${index}, findings: 10, k: 1000}`)
    );
  return note;
}

const Code = (text: string): HTMLElement => Element("pre", "text-block", text);

/** The index that was searched, what made it, and its page where the site has one. */
export function IndexLink(name: string, indexes: readonly IndexManifest[]): HTMLElement {
  const index = indexes.find((each) => each.name === name);
  if (index === undefined)
    return Element(
      "p",
      "muted",
      "Index ",
      InlineText(name),
      ": it is not on this site, so its corpus cannot be shown here."
    );
  const anchor = Element("a", "", InlineText(name));
  anchor.setAttribute("href", `../../indexes/${encodeURIComponent(name)}/`);
  const {pairs, sources, clusters} = index;
  const about = ` of ${count(pairs)} training pairs in ${count(sources.length)} chunks, ${count(clusters)} clusters. `;
  return Element("p", "", "Index ", anchor, " ", IndexOrigin(index), about, localNote(index));
}
