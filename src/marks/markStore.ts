import {currentMarks, lineKey, subjectKey, type Mark, type Subject} from "../shared/marks.js";
import {browserMarks, type MarkPlace} from "./browserMarks.js";
import {hasWorkbench} from "../ui/workbenchHere.js";
import {fileMarks} from "./fileMarks.js";

/** The marks of a study, for all controls of a page and all tabs. */
export interface MarkStore {
  readonly ready: Promise<void>; // never rejects: see `problem`
  /** The marks that count now: the last of each person on each subject. */
  current(): readonly Mark[];
  /** Those on one subject. */
  on(subject: Subject): readonly Mark[];
  /** Keeps marks. Those that are there already are left out; resolves to the number of the others. */
  add(marks: readonly Mark[]): Promise<number>;
  /** Calls `act` after every change, from another tab too, while `element` is on the page. */
  follow(element: HTMLElement, act: () => void): void;
  /** Where marks are kept, in words. */
  readonly where: string;
  /** What went wrong last; empty: nothing. */
  readonly problem: string;
}

const stores = new Map<string, OpenStore>();

/** The store of a study on this site. */
export function openMarks(study: string): MarkStore {
  const known = stores.get(study);
  if (known !== undefined) return known;
  const store = new OpenStore(study);
  stores.set(study, store);
  return store;
}

/** A file of the site, as `FileAttachment` returns it. */
interface MarksAttachment {
  json(): Promise<unknown>;
}

/** Marks that the site was published with, read beside all else: they count with those made here. */
export function showPublished(study: string, file: MarksAttachment): void {
  const store = openMarks(study) as OpenStore;
  file.json().then(
    (marks) => store.publish(marks as Mark[]),
    (error: Error) => store.fail(`the published marks can\u2019t be read: ${error.message}`)
  );
}

/** Tells sites of one host apart: everything of the address before the page's own path. */
const siteOf = (path: string): string => path.replace(/(studies|indexes|paper|methods|notebooks)\/.*$|[^/]*$/, "");

class OpenStore implements MarkStore {
  readonly ready: Promise<void>;
  readonly where: string;
  problem = "";
  readonly #own: MarkPlace; // this browser
  readonly #file: MarkPlace | null;
  readonly #channel: BroadcastChannel;
  readonly #place: string;
  #published: readonly Mark[] = [];
  #log: Mark[] = [];
  #current: readonly Mark[] = [];
  #bySubject = new Map<string, Mark[]>();
  #followers: {element: HTMLElement; act: () => void; wasShown: boolean}[] = [];

  constructor(study: string) {
    this.#place = `${siteOf(location.pathname)} ${study}`;
    this.#own = browserMarks(this.#place);
    this.#file = hasWorkbench() ? fileMarks(study) : null;
    this.where = this.#file === null ? "kept in this browser" : "written to the study\u2019s file of marks";
    this.#channel = new BroadcastChannel("surfturf-marks");
    this.#channel.addEventListener("message", ({data}) => {
      if (data === this.#place) void this.#read();
    });
    this.ready = this.#read();
    if (this.#file !== null) addEventListener("focus", () => void this.#read()); // others may have written to the file
  }

  current = (): readonly Mark[] => this.#current;

  on = (subject: Subject): readonly Mark[] => this.#bySubject.get(subjectKey(subject)) ?? [];

  async add(marks: readonly Mark[]): Promise<number> {
    const known = new Set(this.#log.map(lineKey));
    const fresh = marks.filter((mark) => !known.has(lineKey(mark)));
    if (fresh.length === 0) return 0;
    this.#set([...this.#log, ...fresh]); // shown at once
    await this.#keep(fresh);
    this.#channel.postMessage(this.#place);
    this.#tell();
    return fresh.length;
  }

  follow(element: HTMLElement, act: () => void): void {
    this.#followers.push({element, act, wasShown: false});
  }

  publish(marks: readonly Mark[]): void {
    this.#published = marks;
    this.#set(this.#log);
  }

  /** To the file; where that fails, to this browser, from where the next read sends it. */
  async #keep(marks: readonly Mark[]): Promise<void> {
    this.problem = "";
    try {
      await (this.#file ?? this.#own).add(marks);
    } catch (error) {
      const why = (error as Error).message;
      this.problem = `not kept: ${why}. Export your marks before you leave this page.`;
      if (this.#file === null) return;
      await this.#own.add(marks).then(
        () => (this.problem = `not written to the file (${why}): kept in this browser, and sent when it can be`),
        () => undefined
      );
    }
  }

  async #read(): Promise<void> {
    try {
      const [own, filed] = await Promise.all([this.#own.read(), this.#file?.read() ?? []]);
      const known = new Set(filed.map(lineKey));
      const waiting = this.#file === null ? [] : own.filter((mark) => !known.has(lineKey(mark)));
      if (waiting.length > 0) await this.#file!.add(waiting);
      const read = new Set([...filed, ...own].map(lineKey));
      const unsaved = this.#log.filter((mark) => !read.has(lineKey(mark))); // being kept, or kept nowhere
      const once = new Map([...filed, ...own, ...unsaved].map((mark) => [lineKey(mark), mark]));
      this.#set([...once.values()]);
    } catch (error) {
      this.fail(`marks can\u2019t be read: ${(error as Error).message}`);
    }
  }

  fail(problem: string): void {
    this.problem = problem;
    this.#tell();
  }

  #set(log: Mark[]): void {
    this.#log = log;
    this.#current = currentMarks([...this.#published, ...log]);
    this.#bySubject = new Map();
    for (const mark of this.#current) {
      const key = subjectKey(mark);
      this.#bySubject.set(key, [...(this.#bySubject.get(key) ?? []), mark]);
    }
    this.#tell();
  }

  #tell(): void {
    for (const each of this.#followers) each.wasShown ||= each.element.isConnected;
    this.#followers = this.#followers.filter(({element, wasShown}) => element.isConnected || !wasShown);
    for (const {act} of this.#followers) act();
  }
}
