import {setTimeout as sleep} from "node:timers/promises";
import {datasetInfo, downloadFile, HubApiError, listFiles} from "@huggingface/hub";
import {isUserError, UserError} from "../../util/user-error.js";

/** How a hub is reached. */
export interface HubOptions {
  endpoint?: string; // defaults to HF_ENDPOINT, else the public hub
  token?: string; // defaults to HF_TOKEN: for data sets that are private or behind terms
  signal?: AbortSignal;
  pieceSize?: number; // bytes asked for at once; defaults to 16 MB
  retryInMs?: number; // first wait after a failure, doubled each time; defaults to 500
}

/** A file of a data set at one commit. */
export interface HubFile {
  path: string;
  size: number;
  sha256: string | null; // of a large file
  gitHash: string | null; // of a small one: SHA-1 of "blob <size>\0" and the bytes
}

const publicHub = "https://huggingface.co";
const probe = "bytes=0-0"; // the client asks for it to learn a file's size: any answer is fine
const maxTries = 5;
const maxRequestInMs = 300_000;

export const endpointOf = ({endpoint}: HubOptions): string =>
  (endpoint ?? (process.env.HF_ENDPOINT || publicHub)).replace(/\/+$/, "");

/** The commit of a branch or tag. Throws a UserError as `asked` does. */
export async function commitOf(name: string, revision: string, options: HubOptions): Promise<string> {
  const info = await asked(name, options, () =>
    datasetInfo({name, revision, additionalFields: ["sha"], ...access(options)})
  );
  return info.sha;
}

/** The files of a data set at a commit. */
export const filesAt = (name: string, commit: string, options: HubOptions): Promise<HubFile[]> =>
  asked(name, options, async () => {
    const files: HubFile[] = [];
    const repo = {type: "dataset" as const, name};
    for await (const entry of listFiles({repo, revision: commit, recursive: true, ...access(options)}))
      if (entry.type === "file" && isSafe(entry.path))
        files.push({
          path: entry.path,
          size: entry.lfs?.size ?? entry.size,
          sha256: entry.lfs?.oid ?? null,
          gitHash: entry.lfs === undefined ? (entry.oid ?? null) : null
        });
    return files;
  });

/** A path that stays within the folder it is put in. */
const isSafe = (path: string): boolean =>
  path !== "" && !path.startsWith("/") && !/[\\:\0]/.test(path) && !path.split("/").some((part) => /^\.*$/.test(part));

/** A file's bytes, as a blob that is read from the hub when a slice of it is. */
export async function openHubFile(name: string, commit: string, path: string, options: HubOptions): Promise<Blob> {
  const repo = {type: "dataset" as const, name};
  const blob = await asked(name, options, () =>
    downloadFile({repo, path, revision: commit, xet: false, ...access(options)})
  );
  if (blob === null) throw new UserError(`${name}: ${path} is not there`);
  return blob;
}

/**
 * Asks a hub, and asks again when it is busy or out of reach. Throws a UserError with the cure when there is no such
 * data set, no access or no connection.
 */
export async function asked<T>(name: string, options: HubOptions, ask: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await ask();
    } catch (error) {
      options.signal?.throwIfAborted();
      if (isUserError(error)) throw error;
      if (!isPassing(error) || tries === maxTries) throw toUserError(error, name, options);
      await sleep((options.retryInMs ?? 500) * 2 ** (tries - 1), undefined, {signal: options.signal});
    }
  }
}

const isPassing = (error: unknown): boolean =>
  error instanceof HubApiError ? error.statusCode === 429 || error.statusCode >= 500 : !isTokenError(error);

const isTokenError = (error: unknown): boolean => error instanceof TypeError && /access token/i.test(error.message);

function toUserError(error: unknown, name: string, options: HubOptions): UserError {
  const host = new URL(endpointOf(options)).host;
  if (isTokenError(error)) return new UserError(`the key in HF_TOKEN is not an access token of ${host}`);
  if (!(error instanceof HubApiError)) {
    const {message, cause} = error as Error;
    const why = cause instanceof Error ? cause.message : message;
    const problem = `hf:${name}: can't be read from ${host}: ${why}: check the connection, then start again`;
    return new UserError(problem, {}, {cause: error});
  }
  if (error.statusCode === 401 || error.statusCode === 403)
    return new UserError(
      `hf:${name}: ${host} denies access: check the name; if it is private or has terms, accept them and set HF_TOKEN`
    );
  if (error.statusCode === 404) return new UserError(`hf:${name}: ${host} has no such data set, revision or file`);
  return new UserError(`hf:${name}: ${host} answered with status ${error.statusCode}: try again later`);
}

/** Where to send requests, and what to send with each. */
function access(options: HubOptions): {hubUrl: string; accessToken?: string; fetch: typeof fetch} {
  const token = options.token ?? (process.env.HF_TOKEN || undefined);
  const hubUrl = endpointOf(options);
  return {hubUrl, fetch: rangeKeeping(options.signal), ...(token !== undefined && {accessToken: token})};
}

/** A fetch that ends with the signal or after five minutes, and throws when it gets a whole file instead of a part. */
function rangeKeeping(signal: AbortSignal | undefined): typeof fetch {
  return async (input, init) => {
    const limits = [AbortSignal.timeout(maxRequestInMs), ...(signal === undefined ? [] : [signal])];
    const response = await fetch(input, {...init, signal: AbortSignal.any(limits)});
    const range = new Headers(init?.headers).get("range");
    if (range === null || range === probe || response.status !== 200) return response;
    await response.body?.cancel();
    throw new UserError(`${new URL(response.url).host} does not send parts of files: expected status 206, got 200`);
  };
}
