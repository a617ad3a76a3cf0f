/** Words that name a part of a data set, not what is in it. */
const part =
  /^(?:train(?:ing)?|test|valid|validation|dev|eval|data|default|parts?|shards?|chunk|split|file|batch|partition)$/;
const numbered =
  /^(?:train|test|valid|validation|dev|eval|data|part|shard|chunk|split|file|batch|partition)\d+(?:of\d+)?$/;
const shardEnds = [
  /[-_.][\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i, // a UUID
  /(?:^|[-_.])\d+[-_.]of[-_.]\d+$/,
  /[-_.](?=[\da-f]*\d)(?=[\da-f]*[a-f])[\da-f]{8,}$/i, // a hash
  /\.(?:snappy|gz|gzip|zst|zstd|lz4|brotli)$/i,
  /[-_.](?:c\d{3}|\d{3,})$/
];
const short = /^(.*)[-_.]\d{1,2}$/s; // a number that is one of a shard only after a word for one

/**
 * The chunk of a file without a source column: its name without the number or hash of a shard, or its folder's where
 * that names only a part of a data set. `name` is its path within the corpus, `ending` how the name of the file ends.
 */
export function chunkOfFile(name: string, ending: string): string {
  const folders = name.split("/");
  const file = folders.pop()!;
  const stem = withoutShard(file.slice(0, file.length - ending.length));
  const parts = [...folders, stem].filter((each) => each !== "" && !/^\d+$/.test(each));
  return parts.findLast((each) => !part.test(each)) ?? parts.at(-1) ?? file.slice(0, file.length - ending.length);
}

function withoutShard(stem: string): string {
  const end = shardEnds.find((pattern) => pattern.test(stem));
  if (end !== undefined) return withoutShard(stem.replace(end, ""));
  const [, word] = short.exec(stem) ?? [];
  if (word !== undefined && part.test(lastWord(word))) return withoutShard(word);
  return numbered.test(stem) ? stem.replace(/\d.*$/s, "") : stem;
}

const lastWord = (text: string): string => /[^-_.]*$/.exec(text)![0];
