import type {SummaryDimension} from "../shared/explore/summary.js";
import {needsAll} from "../shared/explore/dimensions.js";
import {BarsPanel} from "./barsPanel.js";
import {BinsPanel} from "./binsPanel.js";
import {GridPanel} from "./gridPanel.js";
import {ListPanel, type ListChoice} from "./listPanel.js";
import type {Choose, Panel} from "./panel.js";

export interface PanelActs {
  choose: (name: string) => Choose;
  onChoice: (name: string, choice: ListChoice) => void; // of the lines of a list
}

/** The panel of a dimension. */
export function PanelOf(dimension: SummaryDimension, {choose, onChoice}: PanelActs): Panel {
  const own = choose(dimension.name);
  switch (dimension.shape) {
    case "bins":
      return BinsPanel(dimension, own);
    case "bars":
      return BarsPanel(dimension, own);
    case "grid":
      return GridPanel(dimension, own);
    case "list": {
      const note = needsAll(dimension)
        ? "Several chosen ones must all be there."
        : "Of several chosen ones, any may be there.";
      return ListPanel(dimension, own, {note, onChoice: (choice) => onChoice(dimension.name, choice)});
    }
  }
}
