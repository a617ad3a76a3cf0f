import type {Mark} from "../shared/marks.js";

/** Where lines of marks are kept. */
export interface MarkPlace {
  read(): Promise<Mark[]>;
  add(marks: readonly Mark[]): Promise<void>;
}

const database = "surfturf-marks";
const lines = "lines";

interface KeptLine {
  place: string;
  mark: Mark;
}

/** The marks of one study of one site in this browser (IndexedDB). `place` tells sites of the same host apart. */
export function browserMarks(place: string): MarkPlace {
  const opened = open();
  opened.catch(() => undefined); // said where it is read
  return {
    async read() {
      const store = (await opened).transaction(lines).objectStore(lines);
      const kept = (await done(store.index("place").getAll(place))) as KeptLine[];
      return kept.map(({mark}) => mark);
    },
    async add(marks) {
      const change = (await opened).transaction(lines, "readwrite", {durability: "strict"});
      for (const mark of marks) change.objectStore(lines).add({place, mark});
      await new Promise<void>((resolve, reject) => {
        change.oncomplete = () => resolve();
        change.onerror = change.onabort = () => reject(change.error ?? new Error("the browser did not keep it"));
      });
    }
  };
}

async function open(): Promise<IDBDatabase> {
  const request = indexedDB.open(database, 1);
  request.onupgradeneeded = () =>
    request.result.createObjectStore(lines, {autoIncrement: true}).createIndex("place", "place");
  return done(request);
}

const done = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("the browser's store can't be read"));
  });
