/** A pair as trainers read it. */
export interface TrainingRow {
  messages: {role: "user" | "assistant"; content: string}[];
  source?: string; // chunk of the corpus; absent: the pair was added
}
