import type {SummaryDimension, SummaryGroup} from "../shared/explore/summary.js";
import type {GroupCount} from "../shared/explore/groups.js";
import {Button} from "../ui/controls.js";
import {Element} from "../ui/text.js";
import {visible} from "../ui/visible.js";
import type {RowWords} from "./rowWords.js";

/** What a panel shows: its groups as the other panels leave them, and which are chosen. */
export interface PanelView {
  groups: readonly SummaryGroup[];
  chosen: ReadonlySet<number>; // places
  condition: string; // on it, as SQL; "" if there is none
  all: (place: number) => number; // rows of a group without a selection
}

/** A panel of the page: groups of one dimension, to choose from. */
export interface Panel {
  element: HTMLElement;
  show(view: PanelView): void;
}

/** Chooses groups; none clears the panel. While a reader still drags, what is chosen is not final. */
export type Choose = (places: readonly number[], options?: {isDragging?: boolean}) => void;

export type About = Pick<SummaryDimension, "name" | "title">;

/** The frame of a panel: its name, its condition if it shows none of it, and a button that clears it. */
export function PanelFrame({name, title}: About, content: HTMLElement, choose: Choose) {
  const heading = Element("h2", "", title);
  heading.id = `explore-${name}`;
  const said = Element("code", "explore-condition");
  const clear = Button("Clear", () => choose([]), {className: "explore-clear"});
  clear.setAttribute("aria-label", `Clear ${title}`);
  clear.hidden = true;
  content.setAttribute("role", "group");
  content.setAttribute("aria-labelledby", heading.id);
  const element = Element(
    "section",
    "explore-panel",
    Element("div", "explore-panel-head", heading, said, clear),
    content
  );
  element.dataset.dimension = name;
  return {
    element,
    show({condition, chosen}: PanelView): void {
      clear.hidden = condition === "";
      said.textContent = chosen.size === 0 ? condition : "";
      element.dataset.drawn = "";
    }
  };
}

/** What a click on a group chooses: it alone, or nothing if it was; with Shift, it is added or taken away. */
export function clicked(chosen: ReadonlySet<number>, place: number, isAdded: boolean): number[] {
  if (isAdded) return chosen.has(place) ? [...chosen].filter((each) => each !== place) : [...chosen, place];
  return chosen.size === 1 && chosen.has(place) ? [] : [place];
}

export interface GroupOptions {
  chosen: ReadonlySet<number>;
  most: number; // rows of the largest group
  all: PanelView["all"];
  words: RowWords;
}

/** Puts a group's counts on its button: the shares that its bar is drawn from, and what it says. */
export function showGroup(
  button: HTMLButtonElement,
  group: SummaryGroup,
  {chosen, most, all, words}: GroupOptions
): void {
  const share = (value: number, of: number): string => (of === 0 ? "0" : (value / of).toFixed(4));
  button.style.setProperty("--n", share(group.n, most));
  button.style.setProperty("--flagged", share(group.flagged, most));
  button.title = visible(`${group.title ?? group.name}: ${words.inWords(group, all(group.place))}`);
  button.setAttribute("aria-pressed", String(chosen.has(group.place)));
  button.dataset.n = String(group.n);
}

export const mostOf = (groups: readonly GroupCount[]): number => Math.max(0, ...groups.map(({n}) => n));
