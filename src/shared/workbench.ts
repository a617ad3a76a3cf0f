/** What pages ask of the preview, which writes files, and of nobody else: a static site has no workbench. */

/** The address of a study's marks, before its name. */
export const marksRoute = "/_surfturf/marks/";

/** The address of what a running study does, before its name. */
export const liveRoute = "/_surfturf/live/";

/** The address by which the preview's server has a data file made, before its path below data/. */
export const freshRoute = "/_surfturf/fresh/data/";

/** Marks on the wire: lines of a file of marks. Never what a form of another site can send. */
export const marksType = "application/x-ndjson";

/** The name by which an answer's Server-Timing header says that a workbench is there. */
export const workbenchName = "surfturf-workbench";
