import {findingPath} from "../shared/findingPath.js";
import {Link} from "../ui/labels.js";
import {isPageHere} from "../ui/sitePages.js";
import {Element} from "../ui/text.js";

export interface FindingLinkOptions {
  from?: string; // the folder of the study's pages, seen from here; defaults to "./"
  search?: string; // the view of the list that it is opened from; defaults to none
}

/** The address of a finding's page. */
export const findingAddress = (id: string, {from = "./", search = ""}: FindingLinkOptions = {}): string =>
  `${from}findings/${findingPath(id)}${search}`;

/** A link to a finding's page; its text alone in a report without that page. */
export const FindingLink = (id: string, shown: Node | string, options: FindingLinkOptions = {}): HTMLElement =>
  isPageHere("findings") ? Link(findingAddress(id, options), shown) : Element("span", "", shown);
