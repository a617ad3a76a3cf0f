import {integerBelow, pick, type Random} from "../util/random.js";

/** An entry of a vocabulary list; each field has one value or several to choose from. */
export interface TemplateEntry {
  name: string;
  fields: Record<string, readonly string[]>; // `name` among them
}

export type WordLists = ReadonlyMap<string, readonly TemplateEntry[]>;

/** A text with places for vocabulary: `{topic}`, `{topic.detail}`, `{number}`. */
export type LabTemplate = readonly (string | Slot)[];

export interface Slot {
  list: string;
  field: string;
  capital: boolean; // at the start of a sentence
}

const slotPattern = /\{([a-z][a-z0-9-]{2,})(?:\.([a-z][a-z0-9-]*))?\}/g;
const sentenceStart = /(?:^|[.!?]\s+)$/;
const largestNumber = 96;

/** Cuts a text at its slots. Braces around fewer than three letters stay text, so that LaTeX needs no escapes. */
export function parseTemplate(text: string): LabTemplate {
  const parts: (string | Slot)[] = [];
  let end = 0;
  for (const match of text.matchAll(slotPattern)) {
    if (match.index > end) parts.push(text.slice(end, match.index));
    const capital = sentenceStart.test(text.slice(0, match.index));
    parts.push({list: match[1]!, field: match[2] ?? "name", capital});
    end = match.index + match[0].length;
  }
  if (end < text.length) parts.push(text.slice(end));
  return parts;
}

export const slotsOf = (template: LabTemplate): Slot[] => template.filter((part) => typeof part !== "string");

/** The entries that one text has settled on: a list drawn once keeps its entry through the whole text. */
export class Scope {
  readonly #bound = new Map<string, TemplateEntry>();

  constructor(
    readonly random: Random,
    readonly lists: WordLists
  ) {}

  bind(list: string, entry: TemplateEntry): void {
    this.#bound.set(list, entry);
  }

  has(list: string): boolean {
    return this.#bound.has(list);
  }

  entry(list: string): TemplateEntry {
    let entry = this.#bound.get(list);
    if (entry === undefined) this.#bound.set(list, (entry = pick(this.random, this.lists.get(list)!)));
    return entry;
  }

  /** Fills the slots; a field with several values takes one at random. */
  fill(template: LabTemplate): string {
    let text = "";
    for (const part of template) text += typeof part === "string" ? part : this.#said(part);
    return text;
  }

  #said(slot: Slot): string {
    const value = this.#value(slot);
    return slot.capital ? value.charAt(0).toUpperCase() + value.slice(1) : value;
  }

  #value({list, field}: Slot): string {
    if (list === "number") return String(2 + integerBelow(this.random, largestNumber));
    const values = this.entry(list).fields[field] ?? [];
    return values.length === 1 ? values[0]! : values.length === 0 ? "" : pick(this.random, values);
  }

  /** One of several templates, filled. */
  say(templates: readonly LabTemplate[]): string {
    return this.fill(pick(this.random, templates));
  }
}
