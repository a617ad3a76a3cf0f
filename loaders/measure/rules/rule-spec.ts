import {z} from "zod";
import {chosenSpec, hasKey} from "../../util/chosen-spec.js";
import {subjects, type MeasureRule, type Rule, type RubricRule, type Subject} from "../../util/rule.js";
import type {MeasureDefinition} from "../measure.js";
import {keysOfMeasures, specOfMeasure, wordsAlone, type MeasureInput} from "../measure-spec.js";
import {registeredMeasures} from "../registry.js";

/** Where a rule stands in a rubric file. */
export interface RulePlace {
  use: RubricRule["use"];
  on?: Subject; // defaults to response
  errorAt(path: readonly PropertyKey[], message: string): Error;
}

/** A rule as a rubric file says it; its normal form is made at its place. Throws errors at the line of a key. */
export type RuleInput = (place: RulePlace) => Rule;

const below = ({errorAt, ...place}: RulePlace, ...keys: PropertyKey[]): RulePlace => ({
  ...place,
  errorAt: (path, message) => errorAt([...keys, ...path], message)
});

/** A rule: a measure, or several put together (docs/rubrics.md). */
export const ruleSpec = (): z.ZodType<RuleInput> => chosenSpec(specOf);

function specOf(value: unknown): z.ZodType<RuleInput> {
  for (const key of ["all", "any"] as const) if (hasKey(value, key)) return listOf(key);
  if (hasKey(value, "not"))
    return z
      .strictObject({not: ruleSpec()})
      .transform(({not}): RuleInput => (place) => ({not: not(below(place, "not"))}));
  const subject = subjects.find((each) => hasKey(value, each));
  if (subject !== undefined) return aboutSpec(subject);
  if (hasKey(value, "scale")) return scaleSpec;
  return programSpec(value).transform(
    (input): RuleInput =>
      (place) =>
        holding(input, place)
  );
}

const listOf = (key: "all" | "any"): z.ZodType<RuleInput> =>
  z
    .strictObject({[key]: z.array(ruleSpec(), "expected a list of rules").min(1, "expected at least one rule")})
    .transform((value): RuleInput => (place) => {
      const rules = value[key]!.map((rule, i) => rule(below(place, key, i)));
      return key === "all" ? {all: rules} : {any: rules};
    });

/** Everything inside is about the query, or the response. */
const aboutSpec = (on: Subject): z.ZodType<RuleInput> =>
  z.strictObject({[on]: ruleSpec()}).transform(
    (value): RuleInput =>
      (place) =>
        value[on]!({...below(place, on), on})
  );

const end = z.number("expected a number");

/** A number as a score: `from` is 0, `to` is 100, and what is beyond them counts as they do. */
const scaleSpec: z.ZodType<RuleInput> = z
  .strictObject({scale: z.strictObject({measure: chosenSpec(programSpec), from: end, to: end})})
  .transform(({scale: {measure, from, to}}): RuleInput => (place) => {
    if (place.use === "when") throw place.errorAt(["scale"], "a rule of when fires or does not: expected no scale");
    if (from === to) throw place.errorAt(["scale", "to"], `expected another number than from, got ${to}`);
    const {settings, definition} = measured(measure, below(place, "scale", "measure"));
    if (summaryOf(definition, settings) !== "mean")
      throw place.errorAt(["scale", "measure"], `${settings.name} is no number: expected tokens or repetition`);
    return {measure: settings, on: place.on ?? "response", scale: {from, to}};
  });

function programSpec(value: unknown): z.ZodType<MeasureInput> {
  const programs = registeredMeasures().filter(({by}) => by === "program");
  const rates = programs.filter((each) => each.alone !== undefined && summaryOf(each, each.alone) === "rate");
  const words = wordsAlone(rates).join(", ");
  const keys = keysOfMeasures(programs).join(", ");
  const expected = `${words}, or a map with all, any, not, response, query, scale, ${keys}`;
  const named = (word: string): MeasureInput => {
    const definition = programs.find(({kind, alone}) => kind === word && alone !== undefined);
    return (facts) => {
      if (definition !== undefined) return {definition, settings: definition.alone!};
      throw facts.errorAt([], `no such measure: ${word}; expected ${expected}`);
    };
  };
  return specOfMeasure(value, programs, {named, expected});
}

const measured = (input: MeasureInput, place: RulePlace) => input({rubrics: [], errorAt: place.errorAt});

const summaryOf = (definition: MeasureDefinition, settings: MeasureRule["measure"]) =>
  definition.by === "program" ? definition.summary(settings) : "rate";

function holding(input: MeasureInput, place: RulePlace): MeasureRule {
  const {settings, definition} = measured(input, place);
  const summary = summaryOf(definition, settings);
  if (summary === "mean")
    throw place.errorAt([], `${settings.name} is a number: expected limits, or a scale with measure, from and to`);
  if (summary === "none") throw place.errorAt([], `${settings.name} alone only notes what it finds: expected a map`);
  return {measure: settings, on: place.on ?? "response", scale: null};
}
