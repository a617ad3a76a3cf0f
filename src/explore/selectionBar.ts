import type {GroupCount} from "../shared/explore/groups.js";
import {wilson} from "../shared/statistics.js";
import {Button} from "../ui/controls.js";
import {CopyBlock} from "../ui/copyBlock.js";
import {count, plural} from "../ui/format.js";
import {afterPause} from "../ui/pause.js";
import {RateCell} from "../ui/rateCell.js";
import {Element, InlineText} from "../ui/text.js";
import type {RowWords} from "./rowWords.js";
import type {SavedSelections} from "./savedSelections.js";

export interface SelectionBarOptions {
  words: RowWords;
  example: string; // of a WHERE
  block: (where: string) => string; // of a notebook
  saved: SavedSelections;
  select: (where: string) => void; // throws what is wrong with it
}

export interface SelectionBar {
  element: HTMLElement; // stays in sight
  more: HTMLElement; // saved selections, and the blocks to copy
  /** Shows how much is selected, and says it to screen readers once that is settled. */
  show(selected: GroupCount, where: string): void;
  say(text: string): void;
  fail(error: Error): void;
}

/** How much is selected, its rate of flags, and the selection as SQL: to edit, save and copy. */
export function SelectionBar(
  all: GroupCount,
  {words, example, block: blockOf, saved, select}: SelectionBarOptions
): SelectionBar {
  const status = Element("strong", "explore-count");
  const spoken = Element("span", "unseen");
  spoken.setAttribute("role", "status");
  const speak = afterPause((text: string) => void (spoken.textContent = text), 500); // not while a reader drags
  const rate = Element("span", "");
  let applied = "";
  const clear = Button("Clear the selection", () => apply(""));
  const error = Element("p", "explore-error");
  error.setAttribute("role", "alert");
  error.id = "explore-where-error";
  const field = WhereField(error.id, example);
  const apply = (where: string): void => {
    error.textContent = "";
    field.removeAttribute("aria-invalid");
    try {
      select(where);
    } catch (wrong) {
      fail(wrong as Error);
    }
  };
  const say = (text: string): void => {
    status.textContent = text;
    speak(text);
  };
  const fail = ({message}: Error): void => {
    error.textContent = message;
    field.setAttribute("aria-invalid", "true");
  };
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey) return;
    event.preventDefault();
    apply(field.value);
  });
  const keeping = Saved(saved, () => field.value, apply);
  const block = Element("div", "");
  const copy = Element("details", "", Element("summary", "", "Copy for a notebook"), block) as HTMLDetailsElement;
  const fillBlock = (): void => {
    if (copy.open) block.replaceChildren(CopyBlock(blockOf(applied), "notebook blocks"));
  };
  copy.addEventListener("toggle", fillBlock);
  return {
    element: Element(
      "div",
      "explore-bar",
      Element("div", "toolbar", status, spoken, rate, clear),
      Element(
        "div",
        "explore-where",
        Element("label", "", "WHERE ", field),
        Button("Apply", () => apply(field.value))
      ),
      error
    ),
    more: Element("div", "explore-more", keeping, copy),
    show({n, scored, flagged}, where) {
      say(`${count(n)} of ${plural(all.n, words.noun)}`);
      applied = where;
      const unscored = n - scored;
      if (words.hasRate)
        rate.replaceChildren(
          "flagged: ",
          RateCell({n: scored, unscored, violations: flagged, ...wilson(flagged, scored)})
        );
      clear.disabled = where === "";
      error.textContent = "";
      field.removeAttribute("aria-invalid");
      field.value = where;
      fit(field);
      fillBlock();
    },
    say,
    fail
  };
}

function WhereField(error: string, example: string): HTMLTextAreaElement {
  const field = document.createElement("textarea");
  Object.assign(field, {name: "where", rows: 1, spellcheck: false, placeholder: example});
  field.setAttribute("aria-describedby", error);
  field.addEventListener("input", () => fit(field));
  return field;
}

/** As high as its text, up to some lines. */
function fit(field: HTMLTextAreaElement): void {
  field.style.height = "auto";
  if (field.scrollHeight > 0) field.style.height = `${Math.min(160, field.scrollHeight + 2)}px`;
}

/** Selections under their names, and a field that saves the present one. */
function Saved(saved: SavedSelections, where: () => string, apply: (where: string) => void): HTMLElement {
  const list = Element("span", "explore-saved");
  const name = Object.assign(document.createElement("input"), {name: "selection", type: "text", maxLength: 60});
  name.placeholder = "name";
  const problem = Element("span", "explore-error");
  problem.setAttribute("role", "alert");
  const show = (): void =>
    list.replaceChildren(
      ...saved.all().map((selection) => {
        const open = Button("", () => apply(selection.where), {className: "link"});
        open.append(InlineText(selection.name));
        open.title = selection.where || "everything";
        const remove = Button("\u00d7", () => {
          saved.remove(selection.name);
          show();
        });
        remove.setAttribute("aria-label", `Remove ${selection.name}`);
        return Element("span", "", open, remove);
      })
    );
  const save = (): void => {
    problem.textContent = "";
    if (name.value.trim() === "") return name.focus();
    try {
      saved.save({name: name.value.trim(), where: where()});
      name.value = "";
    } catch {
      problem.textContent = "This browser keeps nothing for this page: copy the address instead.";
    }
    show();
  };
  name.addEventListener("keydown", (event) => event.key === "Enter" && save());
  show();
  return Element("div", "toolbar", Element("label", "", "Save as ", name), Button("Save", save), list, problem);
}
