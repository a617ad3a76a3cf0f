/** Which side of a pair a text or a sentence is about. */
export type Side = "query" | "response";
