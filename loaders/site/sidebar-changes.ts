import {describeStudy, listStudies} from "../study/manifest/list.js";
import {listedPages} from "./listed-pages.js";

/** What the sidebar lists of each study, as a preview has shown it last. */
export class SidebarChanges {
  readonly #shown = new Map<string, string>();

  /** Notes what is listed now. */
  async follow(): Promise<void> {
    for (const study of listStudies()) await this.changed(study);
  }

  /** Whether other pages of a study are listed than when this was asked last. */
  async changed(study: string): Promise<boolean> {
    const pages = (await listedPages(describeStudy(study))).join(" ");
    const isOther = this.#shown.get(study) !== pages;
    this.#shown.set(study, pages);
    return isOther;
  }
}
