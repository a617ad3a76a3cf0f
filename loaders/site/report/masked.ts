/** What stands in a report in place of a text. */
export const masked = "[masked in this report]";

/** What stands in place of a part of a text. */
export const part = "[masked]";

/** What stands in place of a text of a finding that was not chosen. */
export const leftOut = "[not in this report]";
