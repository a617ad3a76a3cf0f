/** The environment variable that lets a data loader print marks: set by a build that was asked for them. */
export const marksVariable = "SURFTURF_PUBLISH_MARKS";
