/** Columns of a query and of its response; the first that is not empty is read. */
export const queryColumns = ["prompt", "query", "question", "input", "inputs"];
export const responseColumns = ["response", "completion", "answer", "output", "outputs", "target", "targets"];

/** Columns of a conversation beside `messages`. */
export const conversationColumns = [
  "conversations",
  "conversation",
  "dialogue",
  "dialog",
  "chat",
  "turns",
  "utterances",
  "data" // UltraChat's
];
