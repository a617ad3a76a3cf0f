/** An exchange written by hand, to be traced through a public mixture, and what the trace should say. */
export interface MixturePair {
  name: string;
  about: string;
  rubric: string | null; // name of a rubric of the product, whose words the local chooser knows
  query: string;
  response: string;
  chunk: string | null; // that should come first; null: none of them teaches it
  trigger: RegExp | null; // what the trigger should say; null: nothing of the query should be established
  limit: string; // why it may fail, shown where it does; "" where no reason is known
  isFloor: boolean; // the product claims it; the others say how far it goes
  isFresh: boolean; // written after the others had been looked at, before what they showed was mended
}
