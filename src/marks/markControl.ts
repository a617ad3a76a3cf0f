import {markLabels, maxNoteLength, type Mark, type MarkLabel, type Subject} from "../shared/marks.js";
import {whileShown} from "../ui/address.js";
import {Button} from "../ui/controls.js";
import {moment} from "../ui/format.js";
import {usesKeys} from "../ui/stepKeys.js";
import {Element, InlineText, TextBlock} from "../ui/text.js";
import {openMarks} from "./markStore.js";
import {reviewer} from "./reviewer.js";

export interface MarkOptions extends Subject {
  study: string;
  about?: Partial<Mark>; // what else each line says: rubric, key, and of a review queue its stratum
  blind?: boolean; // hides what others said; defaults to false
  onMark?: (label: MarkLabel) => void; // after a label was given
  earlier?: {canUndo(): boolean; undo(): void}; // what is undone where there is nothing to undo here
}

const keys: Record<string, MarkLabel> = {"1": "true", "2": "false", "3": "unsure"};
const meaning: Record<MarkLabel, string> = {
  true: "it violates the rubric",
  false: "it does not violate the rubric",
  unsure: "it can\u2019t be told"
};

/**
 * Marks one finding, candidate or sample as true, false or unsure, with a note. Keys 1, 2 and 3 give a label, u undoes, e
 * opens the note: of the control that has the focus, else of the first one in sight.
 */
export function markControl({study, kind, id, about = {}, blind = false, onMark, earlier}: MarkOptions): HTMLElement {
  const store = openMarks(study);
  const undone: Pick<Mark, "label" | "note">[] = []; // earlier states of this visit, the last one last
  const buttons = markLabels.map((label, i) => labelButton(label, i + 1, () => mark(label)));
  const undo = Button("Undo (u)", back);
  const note = NoteForm((text) => put({...own(), note: text}));
  const others = Element("div", "mark-others");
  const status = Element("span", "muted mark-status");
  status.setAttribute("role", "status");
  const openNote = Button("Note (e)", note.toggle);
  const bar = Element("div", "toolbar", ...buttons, openNote, undo, status);
  const root = Element("div", "mark-control", bar, note.element, others);
  root.setAttribute("role", "group");
  root.setAttribute("aria-label", `Your mark on this ${kind}`);

  const ownMark = (): Mark | undefined => store.on({kind, id}).find(({by}) => by === reviewer());
  const own = (): Pick<Mark, "label" | "note"> => ownMark() ?? {label: null, note: ""};

  // Marks count at once and are written meanwhile: the next key may come before they are.

  function mark(label: MarkLabel): void {
    if (own().label !== label) put({...own(), label});
    onMark?.(label);
  }

  function put(state: Pick<Mark, "label" | "note">): void {
    undone.push(own());
    write(state);
  }

  function back(): void {
    const state = undone.pop();
    if (state !== undefined) write(state);
    else if (own().label !== null) write({...own(), label: null});
    else if (earlier?.canUndo()) earlier.undo();
  }

  const write = ({label, note}: Pick<Mark, "label" | "note">): void =>
    void store.add([{...about, kind, id, label, note, by: reviewer(), at: new Date().toISOString()}]);

  function show(): void {
    const {label, note: text} = own();
    for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.label === label));
    undo.disabled = undone.length === 0 && label === null && !earlier?.canUndo();
    note.show(text);
    status.replaceChildren(...Status(ownMark(), store.where, store.problem));
    status.classList.toggle("flagged", store.problem !== "");
    others.replaceChildren(
      ...(blind
        ? []
        : store
            .on({kind, id})
            .filter(({by}) => by !== reviewer())
            .map(Other))
    );
  }

  whileShown(root, "keydown", (event) => {
    if (event.metaKey || event.ctrlKey || event.altKey || usesKeys(event.target) || activeControl() !== root) return;
    const label = keys[event.key];
    if (label !== undefined) mark(label);
    else if (event.key === "u") back();
    else if (event.key === "e") note.toggle();
    else return;
    event.preventDefault();
  });
  store.follow(root, show);
  void store.ready.then(show);
  show();
  return root;
}

/** The control that keys are for. */
function activeControl(): Element | null {
  const focused = document.activeElement?.closest(".mark-control");
  if (focused) return focused;
  const inSight = (element: Element): boolean => {
    const {top, bottom} = element.getBoundingClientRect();
    return bottom > 0 && top < innerHeight;
  };
  return [...document.querySelectorAll(".mark-control")].find(inSight) ?? null;
}

function labelButton(label: MarkLabel, key: number, act: () => void): HTMLButtonElement {
  const button = Button(`${label} (${key})`, act, {className: `mark mark-${label}`});
  button.dataset.label = label;
  button.title = `${label}: ${meaning[label]}`;
  return button;
}

function Status(mark: Mark | undefined, where: string, problem: string): (Node | string)[] {
  if (problem !== "") return [problem];
  if (mark === undefined) return ["not marked by you"];
  return [`${mark.label ?? "a note"} by `, InlineText(mark.by), `, ${moment(mark.at)}, ${where}`];
}

const Other = ({label, note, by, at}: Mark): HTMLElement =>
  Element(
    "div",
    "",
    Element("p", "muted", InlineText(by), `: ${label ?? "a note"}, ${at === "" ? "no date" : moment(at)}`),
    ...(note === "" ? [] : [TextBlock(note)])
  );

/** The field of the note: closed until it is asked for, or holds something. */
function NoteForm(save: (note: string) => void) {
  const field = Object.assign(document.createElement("textarea"), {rows: 3, maxLength: maxNoteLength, name: "note"});
  let saved = "";
  const keep = (): void => {
    if (field.value !== saved) save(field.value);
  };
  const close = (): void => {
    element.hidden = saved === "" && field.value === "";
    field.blur();
  };
  field.addEventListener("keydown", (event) => {
    if (event.key === "Escape") field.value = saved;
    else if (!(event.key === "Enter" && (event.ctrlKey || event.metaKey))) return;
    keep();
    close();
  });
  field.addEventListener("change", keep);
  const label = Element("label", "", "note (Ctrl-Enter keeps it, Escape leaves it as it was) ", field);
  const element = Element("div", "mark-note", label);
  element.hidden = true;
  return {
    element,
    toggle: () => {
      element.hidden = false;
      field.focus();
    },
    show(note: string) {
      if (document.activeElement !== field || field.value === saved) field.value = note;
      saved = note;
      if (note !== "") element.hidden = false;
    }
  };
}
