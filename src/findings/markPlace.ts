import {Element} from "../ui/text.js";

/** The finding that a mark is put on. */
export interface MarkedFinding {
  study: string;
  id: string;
  mark: string | null; // that the study's source gave it
}

/** Where the reader's own mark of a finding goes; until it is there, the mark of the study's source. */
export function MarkPlace({study, id, mark}: MarkedFinding): HTMLElement {
  const place = Element("div", "mark-place", Element("strong", "", mark ?? "none"));
  Object.assign(place.dataset, {kind: "finding", study, id});
  return place;
}
