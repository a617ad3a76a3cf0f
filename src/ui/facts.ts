import {Element} from "./text.js";

/** A number that sums something up, and what it counts. */
export type Fact = readonly [value: string, name: string];

/** The numbers of a page at a glance; what is not there is left out. */
export const Facts = (facts: readonly (Fact | null)[]): HTMLElement =>
  Element(
    "div",
    "facts",
    ...facts.flatMap((fact) => (fact === null ? [] : [Element("div", "", Element("strong", "", fact[0]), fact[1])]))
  );
