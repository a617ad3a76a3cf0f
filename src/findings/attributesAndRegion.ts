import {ExploreLink} from "../explore/exploreLink.js";
import type {Row} from "../shared/schema.js";
import {percent, plural, shareWithRange} from "../ui/format.js";
import {Link} from "../ui/labels.js";
import {isPageHere} from "../ui/sitePages.js";
import {Element, InlineText} from "../ui/text.js";
import type {Evidence} from "./evidence.js";

/** What the query has, and the region that it is in; `carriers` are the attributes of the region. */
export function AttributesAndRegion(
  {region}: Evidence,
  candidate: Row<"candidates"> | null,
  carriers: readonly string[]
): HTMLElement {
  const box = Element("div", "");
  if (region !== null) box.append(RegionInWords(region));
  else box.append(Element("p", "muted", "In no region: no set of its attributes is known to fail often."));
  if (candidate === null || candidate.attributes.length + candidate.met.length === 0)
    box.append(Element("p", "muted", "The source does not record its attributes."));
  else box.append(AttributeList(candidate, new Set(carriers)));
  return box;
}

function RegionInWords({id, rate, low, high, n, status, description}: Row<"regions">): HTMLElement {
  const verdict = `${shareWithRange({rate, low, high})} of ${plural(n, "fresh query", "fresh queries")} in it fail`;
  const name = isPageHere("findings")
    ? Link(`../findings?region=${encodeURIComponent(id)}`, InlineText(description))
    : InlineText(description);
  const all = ExploreLink({op: "has", column: "regions", value: id}, "Explore its candidates", {from: "../"});
  return Element("p", "", "In the region ", name, ` (${status}): ${verdict}. `, ...all);
}

/** Those of the region are marked. */
function AttributeList(
  {attributes, met, weighted, coverage}: Row<"candidates">,
  ofRegion: ReadonlySet<string>
): HTMLElement {
  const isKnown = coverage !== null;
  const all = [...new Set([...attributes, ...met])];
  const lines = all.map((attribute) => {
    const labels = [
      ...(weighted.includes(attribute) ? ["weighted"] : []),
      ...(isKnown && !met.includes(attribute) ? ["the query lacks it"] : []),
      ...(isKnown && !attributes.includes(attribute) ? ["the query has it too"] : [])
    ];
    const shown = ofRegion.has(attribute) ? Element("mark", "", InlineText(attribute)) : InlineText(attribute);
    return Element("li", "", shown, ...labels.flatMap((label) => [" ", Element("span", "label", label)]));
  });
  const note = isKnown ? [Element("p", "muted", `${percent(coverage)} of what was asked for is in the query.`)] : [];
  return Element("div", "", Element("ul", "attribute-list", ...lines), ...note);
}
