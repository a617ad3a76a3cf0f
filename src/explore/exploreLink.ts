import type {Condition} from "../shared/explore/condition.js";
import {Link} from "../ui/labels.js";
import {isPageHere} from "../ui/sitePages.js";
import {selectionAddress} from "./selectionAddress.js";
import {printWhere} from "./printWhere.js";

/** A link to the candidates for which a condition holds, on the page Explore; nothing in a report without that page. */
export const ExploreLink = (
  condition: Condition,
  shown: Node | string,
  {from = "./"}: {from?: string} = {} // the folder of the study's pages, seen from here
): Node[] =>
  isPageHere("explore") ? [Link(`${from}explore${selectionAddress.write({where: printWhere(condition)})}`, shown)] : [];
