import {whileShown} from "../ui/address.js";
import {count} from "../ui/format.js";
import {Link} from "../ui/labels.js";
import {Element} from "../ui/text.js";
import type {Evidence} from "./evidence.js";
import {findingAddress} from "./findingLink.js";
import {emptyFindingsView, findingsAddress, ranked} from "./findingsView.js";

/** Previous and next in the order of the list that the reader came from; keys p and n go there too. */
export function FindingNav(all: readonly Evidence[], id: string): HTMLElement {
  const view = findingsAddress.read(location.search);
  const listed = ranked(all, view).map(({finding}) => finding.id);
  const isListed = listed.includes(id);
  const order = isListed ? listed : ranked(all, emptyFindingsView).map(({finding}) => finding.id);
  const search = isListed ? findingsAddress.write(view) : "";
  const place = order.indexOf(id);
  const to = (step: 1 | -1): string | null => {
    const next = order[place + step];
    return next === undefined ? null : findingAddress(next, {from: "../", search});
  };
  const nav = Element(
    "nav",
    "toolbar finding-nav",
    Link(`../findings${search}`, "All findings"),
    Step("Previous", to(-1)),
    Step("Next", to(1)),
    Element("span", "muted", `${count(place + 1)} of ${count(order.length)}; keys p and n`)
  );
  nav.setAttribute("aria-label", "Findings");
  whileShown(nav, "keydown", (event) => {
    const address = {n: to(1), p: to(-1)}[event.key];
    if (address == null || event.metaKey || event.ctrlKey || event.altKey || isTyping(event.target)) return;
    nav.querySelector<HTMLAnchorElement>(`a[href="${CSS.escape(address)}"]`)?.click();
  });
  return nav;
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof globalThis.Element && target.closest("input, select, textarea") !== null;

function Step(name: string, address: string | null): HTMLElement {
  if (address === null) return Element("span", "muted", name);
  const link = Link(address, name);
  link.rel = name === "Next" ? "next" : "prev";
  return link;
}
