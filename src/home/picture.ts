import {Element} from "../ui/text.js";

/** The way from a question to its cause, as one of the paper\u2019s own cases goes it. */
const steps = [
  {name: "Attributes", about: "what a prompt is like", example: "asks when something happened"},
  {name: "Prompt", about: "written or drawn to have them", example: "When did Einstein publish his theory?"},
  {name: "Answer", about: "of the model under audit", example: "\u201cThat is a common misconception \u2026\u201d"},
  {name: "Score", about: "of a judge or rule, by a rubric", example: "rebuts a true statement: a flag"},
  {name: "Sampled again", about: "reworded, on other models", example: "holds, or was luck"},
  {name: "Training data", about: "that taught it", example: "pairs that correct false premises"}
];

/** One picture of what surfturf does: SURF goes round until it finds what fails, TURF finds what taught it. */
export function Picture(): HTMLElement {
  const boxes = steps.map(({name, about, example}) =>
    Element("li", "", Element("strong", "", name), Element("span", "muted", about), Element("em", "", example))
  );
  const part = (title: string, words: string, own: HTMLElement[], after: string): HTMLElement =>
    Element(
      "div",
      "picture-part",
      Element("p", "", Element("strong", "", title), ` ${words}`),
      Element("ol", "", ...own),
      Element("p", "picture-after", after)
    );
  const figure = Element(
    "figure",
    "picture",
    part("SURF", "searches for what fails", boxes.slice(0, 4), "\u21ba what scores high is drawn more often"),
    part("TURF", "follows what holds to its cause", boxes.slice(4), "each step with its n and interval")
  );
  figure.setAttribute(
    "aria-label",
    "How surfturf works, from attributes of a prompt to the training data that taught a failure"
  );
  return figure;
}
