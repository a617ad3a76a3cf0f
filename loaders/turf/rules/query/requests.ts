import {regex} from "../../../util/regex.js";
import {applyRules, type Note, type Rule} from "../note.js";
import type {Text} from "../text/text.js";

/** What a query asks for, whatever it is about. */
const requests: readonly Rule[] = [
  [/\b(?:summari[sz]e|sum up|summary|tl;?dr|condense|main points?|gist)\b/i, 83, "asks for a summary"],
  [
    regex("i")`
      \b(?:translate|translation)\b
      |\bhow do you say\b
      |\bin (?:spanish|french|german|italian|chinese|japanese|korean|russian|arabic|hindi|portuguese)\b
    `,
    84,
    "asks for a translation"
  ],
  [
    regex("i")`
      \b(?:
        sentiment
        |is this (?:review|tweet)
        |positive or negative
        |negative or positive
        |(?:would you|does the reviewer|would the reviewer) recommend (?:this|it)
        |how does the reviewer feel
      )\b
    `,
    82,
    "asks for the sentiment of a text"
  ],
  [
    regex("i")`
      \b(?:
        paraphrases?|paraphrased|mean the same|same meaning|asking the same|same thing|duplicates?
        |semantically (?:equivalent|similar)|rephrased?
      )\b
    `,
    81,
    "asks whether two texts mean the same, or for a paraphrase"
  ],
  [
    regex("i")`
      \b(?:
        entail(?:s|ed|ment)?|does (?:it|this) follow|can we (?:infer|conclude)|is it (?:true|guaranteed)
        |supported by|hypothesis|premise
      )\b
    `,
    74,
    "asks whether a claim follows from a text"
  ],
  [
    regex("i")`
      \b(?:
        classify|categor(?:y|ies|ize|ise)|which (?:topic|category|label|class)|what (?:label|topic|category)
        |labels?:|belongs? to
      )\b
    `,
    76,
    "asks for a text to be classified"
  ],
  [
    regex("i")`
      \b(?:extract|find|list|identify|name|pick out)\b[^.?!\n]{0,40}
      \b(?:key|concepts?|entities|keywords?|answers?|names?|phrases?|facts?|spans?)\b
    `,
    73,
    "asks for something to be extracted from a text"
  ],
  [
    regex("i")`
      \b(?:according to|based on|using|from|in) (?:the|this|that) (?:above |following |given |previous )?
      (?:context|passage|paragraph|article|text|information|document|story|dialogue|conversation|background)
      \b
      |\b(?:read|use) the (?:following|information|paragraph|context|passage)\b
    `,
    79,
    "asks a question about a given passage"
  ],
  [
    /\b(?:generate|write|create|what is|predict|guess|ask|come up with)\b[^.?!\n]{0,40}\bquestions?\b/i,
    65,
    "asks for a question to be written"
  ],
  [/\b(?:title|headline)\b/i, 56, "asks for or gives a title"],
  [/\b(?:grammar|proofread|spelling|grammatically|punctuation)\b/i, 66, "asks about grammar or for proofreading"],
  [
    /\b(?:rewrite|reword|edit|improve|revise|shorten|simplify) (?:the|this|my|following|these)\b/i,
    68,
    "asks for a text to be rewritten"
  ],
  [
    /\b(?:complete|continue|finish) (?:the|this|my|following)\b|\bwhat (?:happens|will happen) next\b/i,
    66,
    "asks for a text to be continued"
  ],
  [/\b(?:poem|haiku|sonnet|limerick|verse|rhym(?:e|es|ing)|ballad|ode)\b/i, 82, "asks for a poem"],
  [
    regex("i")`
      \b(?:write|tell|create|compose|craft|narrate|invent|make up|give)\b[^.?!\n]{0,40}
      \b(?:story|tale|fable|fairy ?tale|novel|narrative|fiction|scene|plot|chapter)\b
    `,
    82,
    "asks for a story"
  ],
  [/\b(?:song|lyrics|rap)\b/i, 68, "asks for or speaks of a song"],
  [
    /\b(?:essay|blog post|article|report|paper|speech|op-ed)\b/i,
    44,
    "asks for or speaks of an article, essay or speech"
  ],
  [
    regex("i")`
      \b(?:e-?mail|letter|cover letter|memo|message) (?:to|for|from|asking|about)\b
      |\b(?:write|draft|compose)\b[^.?!\n]{0,30}\b(?:e-?mail|letter|message)\b
    `,
    72,
    "asks for a letter or message"
  ],
  [
    /\b(?:dialogue|conversation|script|screenplay|play|skit) (?:between|about|for|in which|where)\b/i,
    74,
    "asks for a dialogue or script"
  ],
  [
    /\b(?:tweet|caption|slogan|tagline|advert(?:isement)?|product description|press release|marketing copy)\b/i,
    70,
    "asks for advertising or social media text"
  ],
  [/\b(?:recipe|how to (?:cook|bake))\b/i, 76, "asks for a recipe"],
  [/\b(?:joke|pun|riddle|funny)\b/i, 68, "asks for something funny"],
  [/\b(?:itinerary|travel plan|day trip|places to visit)\b/i, 68, "asks for a travel plan"],
  [/\b(?:workout|exercise plan|meal plan|diet plan|schedule|lesson plan|business plan)\b/i, 60, "asks for a plan"],
  [/\b(?:ideas?|suggestions?|brainstorm|names? for|ways to|examples? of)\b/i, 45, "asks for ideas or examples"],
  [
    /\b(?:tips?|advice|advise|recommend(?:ation)?s?|should i|what should|best way to|help me)\b/i,
    46,
    "asks for advice"
  ],
  [
    /\b(?:step[- ]by[- ]step|steps? (?:to|for)|guide|tutorial|instructions? (?:for|on|to))\b/i,
    52,
    "asks for instructions"
  ],
  [/\b(?:pros and cons|advantages? and disadvantages?|benefits? and)\b/i, 60, "asks for advantages and disadvantages"],
  [
    /\b(?:explain|explanation|elucidate|elaborate on|describe how|help me understand)\b/i,
    41,
    "asks for an explanation"
  ],
  [/\b(?:describe|description)\b/i, 37, "asks for a description"],
  [
    regex("i")`
      \b(?:
        what do you think
        |your (?:opinion|thoughts|view|favou?rite)
        |do you (?:like|prefer|feel|believe|have|want|love|enjoy)
      )\b
    `,
    73,
    "asks for the model's own opinion or feelings"
  ],
  [
    regex("i")`
      \b(?:
        who (?:are|made|created|built|trained|developed) you
        |what(?:'s| is) your name
        |are you (?:an? )?(?:ai|human|robot|chatgpt|gpt|claude|bot)
        |your (?:creators?|developers?|training)
        |which (?:model|company) (?:are|made) you
      )\b
    `,
    95,
    "asks who or what the model is"
  ],
  [
    regex("i")`
      \b(?:
        think step by step
        |step by step reasoning
        |show your (?:work|reasoning)
        |reason(?:ing)? (?:about|through)
        |chain of thought
      )\b
    `,
    75,
    "asks for reasoning to be shown"
  ],
  [
    regex("i")`
      \b(?:
        current (?:
          weather|price|time|date|news|events?|population|temperature|stock|president|status|exchange|value
          |score
        )|latest|today's|right now|this week|recent news|up to date|as of now|(?:today|tomorrow)\?
      )
    `,
    42,
    "asks for current information"
  ],
  [/\b(?:weather|forecast|temperature)\b/i, 58, "asks about the weather"],
  [/\b(?:stock price|exchange rate|bitcoin price|market cap)\b/i, 60, "asks for a price on a market"],
  [
    regex("i")`
      \b(?:
        population of
        |capital city
        |capital of
        |distance (?:from|between)
        |how far (?:is|away)
        |(?:tallest|longest|highest|largest|deepest) (?:mountain|building|river|lake|ocean|country|city)
      )\b
    `,
    52,
    "asks for a fact of geography"
  ],
  [
    regex("i")`
      \b(?:bullet points?|attributes?|structured data|table|triples?|key-value)\b[^\n]{0,60}
      \b(?:write|generate|description|text|biography|sentence)\b
      |\bwrite a short (?:biography|description)\b
    `,
    68,
    "asks for a text from given facts"
  ],
  [
    regex("i")`
      \b(?:sentence|story|text) (?:with|using|from|containing|that (?:has|uses|contains))
      (?: all| these| the following| those)?(?: of)?(?: the)? (?:words?|concepts?)\b
      |\bconcepts? (?:together|:|,)
      |\bkey concepts\b
    `,
    70,
    "gives words or concepts to work with"
  ]
];

/** Task family of a query. */
export const noteRequests = ({edges}: Text, note: Note): void => applyRules(requests, edges, note);

const languages = regex("i")`
  \b(?:in|into|to|from) (
    spanish|french|german|italian|chinese|mandarin|japanese|korean|russian|arabic|hindi|portuguese|dutch
    |turkish|polish|swedish|greek|latin|vietnamese|thai|hebrew|bengali|urdu|swahili|indonesian|ukrainian
    |english
  )\b
`;

/** The language that a query asks for. */
export function noteAskedLanguage({edges}: Text, note: Note): void {
  const name = languages.exec(edges)?.[1]?.toLowerCase();
  if (name !== undefined && name !== "english") note(76, `asks for text in ${name[0]!.toUpperCase()}${name.slice(1)}`);
}
