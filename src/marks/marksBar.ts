import {marksFile, readMarkLines, type Mark} from "../shared/marks.js";
import {Button} from "../ui/controls.js";
import {DownloadButton} from "../ui/download.js";
import {plural} from "../ui/format.js";
import {Element} from "../ui/text.js";
import {openMarks} from "./markStore.js";
import {ReviewerField} from "./reviewer.js";

const problemsShown = 5;

/** All marks of a study: who marks, how many there are and where they are kept, export and import. */
export function MarksBar(study: string, onReviewer: () => void = () => undefined): HTMLElement {
  const store = openMarks(study);
  const counts = Element("span", "");
  const said = Element("p", "muted");
  said.setAttribute("role", "status");
  const file = Object.assign(document.createElement("input"), {type: "file", accept: ".jsonl,.ndjson", hidden: true});
  file.setAttribute("aria-label", "File of marks");
  file.addEventListener("change", async () => {
    const [chosen] = file.files ?? [];
    if (chosen === undefined) return;
    said.textContent = await importMarks(chosen, (marks) => store.add(marks)).catch(
      ({message}: Error) => `The file can\u2019t be read: ${message}`
    );
    file.value = "";
  });
  const all = (): Blob => new Blob([marksFile(store.current())], {type: "application/x-ndjson"});
  const save = DownloadButton("Export marks", `${study}-marks.jsonl`, all) as HTMLButtonElement;
  const bar = Element(
    "div",
    "toolbar",
    ReviewerField(onReviewer),
    save,
    Button("Import marks", () => file.click()),
    file,
    counts
  );
  const root = Element("div", "marks-bar", bar, said);
  const show = (): void => {
    counts.textContent = `${plural(store.current().length, "mark")}, ${store.where}`;
    save.disabled = store.current().length === 0;
    if (store.problem !== "") said.textContent = store.problem;
  };
  store.follow(root, show);
  void store.ready.then(show);
  return root;
}

/** Adds the marks of a file; damaged lines are named and left out. Resolves to what was done, in words. */
async function importMarks(file: File, add: (marks: readonly Mark[]) => Promise<number>): Promise<string> {
  const {marks, problems} = readMarkLines(await file.text());
  const added = await add(marks);
  const known = marks.length - added;
  const lines = problems.slice(0, problemsShown).map(({line, message}) => `line ${line}: ${message}`);
  const more = problems.length > problemsShown ? [`and ${problems.length - problemsShown} more`] : [];
  return [
    `${plural(added, "mark")} imported`,
    ...(known > 0 ? [`${known} already here`] : []),
    ...(problems.length > 0 ? [`${plural(problems.length, "line")} left out (${[...lines, ...more].join("; ")})`] : [])
  ].join(", ");
}
