// What a data file of the site is made of. Plain JavaScript: Framework's process reads it too.
import {join} from "node:path";

const everything = "all";

/**
 * What a data file is made of, by its path in the site: `studies/<study>`, `indexes/<index>`, or `all` of them. Null for
 * any other file.
 *
 * @param {string} path Such as `data/lab/study.json`, or with a slash before it.
 * @returns {string | null}
 */
export function ownerOf(path) {
  const [data, ...rest] = path.split("/").filter(Boolean);
  if (data !== "data" || rest.length === 0) return null;
  if (rest.length === 1 || rest[0] === "paper") return everything;
  if (rest[0] !== "indexes") return `studies/${rest[0]}`;
  return rest.length > 2 ? `indexes/${rest[1]}` : everything;
}

/**
 * The file whose time is that of the last change of an owner: the preview touches it, and Framework watches it.
 *
 * @param {string} folder
 * @param {string} owner
 */
export const markerOf = (folder, owner) => join(folder, `${encodeURIComponent(owner)}.changed`);
