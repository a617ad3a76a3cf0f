import type {SummaryDimension} from "../shared/explore/summary.js";
import {needsAll} from "../shared/explore/dimensions.js";
import {BarsPanel} from "./barsPanel.js";
import {BinsPanel} from "./binsPanel.js";
import {GridPanel} from "./gridPanel.js";
import {ListPanel, type ListChoice} from "./listPanel.js";
import type {Choose, Panel} from "./panel.js";
import {sampleWords, type RowWords} from "./rowWords.js";

export interface PanelActs {
  choose: (name: string) => Choose;
  onChoice: (name: string, choice: ListChoice) => void; // of the lines of a list
  words: RowWords;
}

/** The panel of a dimension. */
export function PanelOf(dimension: SummaryDimension, {choose, onChoice, words}: PanelActs): Panel {
  const own = choose(dimension.name);
  switch (dimension.shape) {
    case "bins":
      return BinsPanel(dimension, own, words);
    case "bars":
      return BarsPanel(dimension, own, words);
    case "grid":
      return GridPanel(dimension, own, words);
    case "list": {
      const note = needsAll(dimension)
        ? "Several chosen ones must all be there."
        : "Of several chosen ones, any may be there.";
      return ListPanel(dimension, own, {
        note: [notes[dimension.name] ?? "", note].join(" "),
        words: dimension.name === "measures" ? sampleWords : words,
        onChoice: (choice) => onChoice(dimension.name, choice)
      });
    }
  }
}

/** What else a reader must know of a list. */
const notes: Readonly<Record<string, string>> = {
  measures:
    "Samples of the findings that the selected candidates belong to, by probe and measure; a score counts as a violation " +
    "above its rubric's threshold. Choosing a line selects the candidates that were measured so.",
  traces: "The retrieved pairs that studies keep of a trace, at most 30 for each crux."
};
