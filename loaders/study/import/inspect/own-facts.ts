import type {LogSample} from "../../../corpus/inspect/log-spec.js";

/** What `surfturf export --to inspect` says of a sample in its metadata. */
export interface OwnFacts {
  item: string | null;
  variant: string | null;
  number: number | null;
  row: string | null;
  column: string | null;
  context: string;
  rubric: string | null;
  byRule: boolean;
}

/** Reads them back; what is missing, or of another type, is null. */
export function ownFacts({metadata, scores}: LogSample): OwnFacts {
  const text = (key: string): string | null => (typeof metadata?.[key] === "string" ? metadata[key] : null);
  const number = metadata?.number;
  return {
    item: text("item"),
    variant: text("variant"),
    number: typeof number === "number" && Number.isInteger(number) ? number : null,
    row: text("row"),
    column: text("column"),
    context: text("context") ?? "none",
    rubric: text("rubric"),
    byRule: Object.values(scores ?? {}).some((score) => score.metadata?.scored_by === "rule")
  };
}
