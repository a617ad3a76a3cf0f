import {workbenchName} from "../shared/workbench.js";

/** Whether this page comes from a preview that has a workbench: it writes marks to files, and knows what runs. It says so itself: a static site is not asked. */
export function hasWorkbench(): boolean {
  const [page] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
  return page?.serverTiming.some(({name}) => name === workbenchName) ?? false;
}
