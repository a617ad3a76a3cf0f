import {countPhrase} from "../turf/trace/phrase-lens.js";
import {conditional, type PhraseCounts} from "../turf/trace/phrase-scan.js";
import {defineCommand} from "./command.js";
import {print, printJson} from "./output.js";

interface PhraseFlags {
  regex?: boolean;
  response?: string;
  json?: boolean;
}

export const phraseCommand = defineCommand("phrase", (command) =>
  command
    .description("where a word, a phrase or a pattern is in a corpus, and what responses it goes with")
    .argument("<index>", "an index (surfturf index)")
    .argument("<text>", "what to look for, in any case")
    .option("--regex", "text and response are regular expressions")
    .option("--response <text>", "a feature of responses: its share with and without the phrase in the query")
    .option("--json", "print the counts as JSON")
    .addHelpText("after", '\nExample: surfturf phrase tulu3 elucidate --response "```"')
    .action(async (index: string, text: string, {regex = false, response, json}: PhraseFlags) => {
      const feature = response === undefined ? null : {text: response, regex};
      const counts = await countPhrase(index, {text, regex}, feature);
      if (json) return printJson({...counts, ...(feature && {shares: conditional(counts)})});
      print(describePhrase(counts, text, response));
    })
);

const percent = (share: number | null): string => (share === null ? "-" : `${(100 * share).toFixed(1)}%`);

function describePhrase(counts: PhraseCounts, text: string, response: string | undefined): string {
  const total = counts.chunks.reduce((sum, {query}) => sum + query, 0);
  const lines = counts.chunks.map(({source, pairs, query, response: inResponse}) => {
    const of = total === 0 ? "" : `, ${percent(query / total)} of all`;
    return `  ${source}: ${query} of ${pairs} queries (${percent(query / pairs)}${of}), ${inResponse} responses`;
  });
  if (response === undefined) return [`${text}: in ${total} queries`, ...lines].join("\n");
  const {with: yes, without: no} = conditional(counts);
  const share = ({rate, low, high}: typeof yes, {n}: {n: number}) =>
    `${percent(rate)} (${percent(low)} to ${percent(high)}) of ${n}`;
  const withPhrase = `${share(yes, counts.with)} where the query has it`;
  const withoutPhrase = `${share(no, counts.without)} where not`;
  return [
    `${text}: in ${total} queries`,
    ...lines,
    `  responses with ${response}: ${withPhrase}, ${withoutPhrase}`
  ].join("\n");
}
