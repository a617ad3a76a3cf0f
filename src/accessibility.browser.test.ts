import {describe, expect, it} from "vitest";
import {commonPages, indexPages, studyPages} from "./shared/pages.js";
import {accessibilityFaults} from "./testing/axe.js";
import {workedFinding} from "./testing/finding-data.js";
import {settle} from "./testing/browser.js";
import {useSite} from "./testing/site.js";

const {visit} = useSite();

/** One page of each kind. */
const pages = [
  "",
  ...commonPages.map(({path}) => path),
  "notebooks/first-look",
  ...["paper/", "paper/figure-5", "paper/table-1", "indexes/"],
  ...indexPages.map(({path}) => `indexes/mixture/${path}`),
  ...studyPages.map(({path}) => `studies/worked/${path}`),
  ...["studies/lab/search", "studies/lab/explore", "studies/failed/", `studies/worked/findings/${workedFinding}`]
];

describe.concurrent("no serious accessibility fault, light and dark", () => {
  it.each(pages)("on /%s", async (path) => {
    const faults = await visit(path, async (page) => {
      await settle(page, 60_000);
      return accessibilityFaults(page);
    });
    expect(faults).toEqual([]);
  });
});
