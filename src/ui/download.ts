import {parquetWriteBuffer} from "npm:hyparquet-writer";
import {csvFile, type Cell} from "./csv.js";
import {Element} from "./text.js";

/** Rows of a table as a reader may take them away. */
export type Rows = readonly Record<string, Cell>[];

/** Buttons that give a table as CSV and as Parquet, made when they are pressed. */
export function TableButtons(name: string, rows: () => Rows): HTMLElement[] {
  return [
    DownloadButton("CSV", `${name}.csv`, () => new Blob([csvFile(rows())], {type: "text/csv;charset=utf-8"})),
    DownloadButton("Parquet", `${name}.parquet`, () => new Blob([toParquet(rows())]))
  ];
}

/** A button that makes a file and hands it to the reader. What goes wrong is said on the button. */
export function DownloadButton(label: string, file: string, make: () => Blob | Promise<Blob>): HTMLElement {
  const button = Element("button", "download", label) as HTMLButtonElement;
  button.type = "button";
  button.title = `Download ${file}`;
  button.addEventListener("click", async () => {
    try {
      save(await make(), file);
    } catch (error) {
      button.textContent = `${label}: ${(error as Error).message}`;
    }
  });
  return button;
}

function save(content: Blob, file: string): void {
  const anchor = document.createElement("a");
  anchor.href = URL.createObjectURL(content);
  anchor.download = file;
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(anchor.href), 10_000);
}

function toParquet(rows: Rows): ArrayBuffer {
  const names = Object.keys(rows[0] ?? {});
  const columnData = names.map((name) =>
    toColumn(
      name,
      rows.map((row) => row[name] ?? null)
    )
  );
  return parquetWriteBuffer({columnData});
}

/** Lists go in as JSON text; a column without any value has no type of its own and goes in as text. */
function toColumn(name: string, values: (Cell | null)[]) {
  const some = values.find((value) => value !== null);
  if (typeof some === "number") return {name, data: values, type: "DOUBLE" as const};
  if (typeof some === "boolean") return {name, data: values, type: "BOOLEAN" as const};
  const data = values.map((value) =>
    value === null
      ? null
      : typeof value === "object"
        ? JSON.stringify([...(value as Iterable<unknown>)])
        : String(value)
  );
  return {name, data, type: "STRING" as const};
}
