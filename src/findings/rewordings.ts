import type {Perturbation} from "../probes/robustnessRows.js";
import {sampleAddress} from "../probes/sampleView.js";
import {DataTable} from "../ui/dataTable.js";
import {points, shareWithRange} from "../ui/format.js";
import {Link} from "../ui/labels.js";
import {Element, InlineText, TextBlock} from "../ui/text.js";

const worstShown = 3;

/** The rewordings that lose most, each beside the original, then all of them. */
export function Rewordings(rewordings: readonly Perturbation[], original: string): HTMLElement {
  const worst = rewordings.slice(0, worstShown).filter(({drop}) => drop > 0);
  const beside = worst.map((rewording) =>
    Element(
      "div",
      "pair",
      Element("div", "", Element("h4", "", "Original"), TextBlock(original)),
      Element(
        "div",
        "",
        Element("h4", "", `${points(-rewording.drop)}: ${shareWithRange(rewording)} of ${rewording.n} samples`),
        TextBlock(rewording.query)
      )
    )
  );
  const table = DataTable(
    rewordings,
    [
      {name: "change", value: ({drop}) => points(-drop), right: true},
      {name: "rate", value: (row) => `${shareWithRange(row)}, n = ${row.n}`, right: true},
      {
        name: "rewording (opens its samples)",
        value: ({prompt, model, query}) => Link(sampleAddress.write({prompt: String(prompt), model}), InlineText(query))
      }
    ],
    {name: "rewordings", maxRows: 10}
  );
  const none = worst.length === 0 ? [Element("p", "muted", "No rewording fails less often than the original.")] : [];
  return Element("div", "", ...none, ...beside, table);
}
