import {FindingLink} from "../findings/findingLink.js";
import type {Row} from "../shared/schema.js";
import {Element, InlineText} from "../ui/text.js";
import {VerdictLines} from "./causeList.js";

interface VerdictTables {
  arms: readonly Row<"arms">[];
  findings: readonly Row<"findings">[];
}

/** The verdicts on each finding in words, with the pairs that each arm selects. */
export function VerdictList(verdicts: readonly Row<"arm_verdicts">[], {arms, findings}: VerdictTables): HTMLElement {
  const ids = [...new Set(verdicts.map(({finding}) => finding))];
  const sections = ids.map((id) => {
    const query = findings.find((finding) => finding.id === id)?.query ?? id;
    const own = verdicts.filter(({finding}) => finding === id);
    return Element("section", "", Element("h3", "", FindingLink(id, InlineText(query))), VerdictLines(own, arms));
  });
  return Element("div", "", ...sections);
}
