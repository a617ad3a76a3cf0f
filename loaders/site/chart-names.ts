/**
 * A script of every page. Plot names the groups of a chart without saying that they are groups, and a link around a dot
 * has no words: assistive technology would drop both.
 */
export const chartNames = `new MutationObserver((changes) => {
  for (const {addedNodes} of changes)
    for (const added of addedNodes) {
      if (!(added instanceof Element)) continue;
      for (const group of added.querySelectorAll("g[aria-label]:not([role])"))
        group.setAttribute("role", "group");
      for (const link of added.querySelectorAll("svg a:not([aria-label])")) {
        const said = link.querySelector("title")?.textContent || link.textContent.trim();
        const named = link.querySelector("[aria-label]")?.getAttribute("aria-label");
        const opens = [...new URLSearchParams(link.href.baseVal.replace(/^.*[?]/, ""))].map((each) => each.join(" "));
        link.setAttribute("aria-label", said || named || "open " + opens.join(", "));
      }
    }
}).observe(document, {childList: true, subtree: true});`;
