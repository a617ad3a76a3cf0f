import {Button, FilterForm, SearchField, Select, type Choice} from "../ui/controls.js";
import {count} from "../ui/format.js";
import {shownModel} from "../ui/modelName.js";
import {afterPause} from "../ui/pause.js";
import {Element} from "../ui/text.js";
import {standings, type Evidence} from "./evidence.js";
import {emptyFindingsView, type FindingsView} from "./findingsView.js";
import {standingNames} from "./standing.js";

type Change = (change: Partial<FindingsView>) => void;

/** The facets that have more than one choice, each with its counts. */
export function FindingFacets(all: readonly Evidence[], go: Change) {
  const form = FilterForm();
  const fields = new Map<keyof FindingsView, HTMLSelectElement | HTMLInputElement>();
  const add = (key: keyof FindingsView, name: string, choices: readonly Choice[]): void => {
    if (choices.length < 2) return;
    const field = Select(key, choices, {all: "all", onChange: (value) => go({[key]: value})});
    fields.set(key, field);
    form.append(Element("label", "", name, field));
  };
  const of = (valueOf: (evidence: Evidence) => string | null | undefined, nameOf = (value: string) => value) =>
    counted(all.flatMap((evidence) => valueOf(evidence) ?? [])).map(
      ([value, n]) => [value, `${nameOf(value)} (${count(n)})`] as const
    );
  add(
    "rubric",
    "rubric",
    of(({finding}) => finding.rubric)
  );
  add(
    "model",
    "model",
    of(({finding}) => finding.model, shownModel)
  );
  const known = new Map(of(({standing}) => standing));
  add(
    "standing",
    "standing",
    standings.flatMap((standing) => {
      const n = known.get(standing)?.replace(standing, standingNames[standing]);
      return n === undefined ? [] : [[standing, n] as const];
    })
  );
  const regionNames = new Map(all.flatMap(({region}) => (region === null ? [] : [[region.id, region.description]])));
  add(
    "region",
    "region",
    of(
      ({region}) => region?.id,
      (id) => regionNames.get(id) ?? id
    )
  );
  add(
    "chunk",
    "chunk",
    of(({trace}) => trace?.source)
  );
  add(
    "mark",
    "mark",
    of(({finding}) => finding.mark)
  );
  const onText = afterPause((text: string) => go({text}), 150);
  const text = SearchField("text", "words", onText);
  fields.set("text", text);
  form.append(Element("label", "", "text in the query", text));
  form.append(
    Element(
      "div",
      "filters-end",
      Button("Clear", () => go(emptyFindingsView))
    )
  );
  return {
    element: form,
    show: (view: FindingsView) => {
      for (const [key, field] of fields)
        if (field !== document.activeElement || key !== "text") field.value = view[key];
    }
  };
}

/** Distinct values with their counts, by name. */
function counted(values: readonly string[]): [value: string, n: number][] {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort(([a], [b]) => a.localeCompare(b, "en"));
}
