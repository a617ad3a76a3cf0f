import type {Note, Rule} from "../note.js";
import {applyRules} from "../note.js";
import type {Text} from "../text.js";

/** What a query asks for, whatever it is about. */
const requests: readonly Rule[] = [
  [/\b(?:summari[sz]e|sum up|summary|tl;?dr|condense|main points?|gist)\b/i, 83, "asks for a summary"],
  [
    /\b(?:translate|translation)\b|\bhow do you say\b|\bin (?:spanish|french|german|italian|chinese|japanese|korean|russian|arabic|hindi|portuguese)\b/i,
    84,
    "asks for a translation"
  ],
  [
    /\b(?:sentiment|is this (?:review|tweet)|positive or negative|negative or positive|(?:would you|does the reviewer|would the reviewer) recommend (?:this|it)|how does the reviewer feel)\b/i,
    82,
    "asks for the sentiment of a text"
  ],
  [
    /\b(?:paraphrases?|paraphrased|mean the same|same meaning|asking the same|same thing|duplicates?|semantically (?:equivalent|similar)|rephrased?)\b/i,
    81,
    "asks whether two texts mean the same, or for a paraphrase"
  ],
  [
    /\b(?:entail(?:s|ed|ment)?|does (?:it|this) follow|can we (?:infer|conclude)|is it (?:true|guaranteed)|supported by|hypothesis|premise)\b/i,
    74,
    "asks whether a claim follows from a text"
  ],
  [
    /\b(?:classify|categor(?:y|ies|ize|ise)|which (?:topic|category|label|class)|what (?:label|topic|category)|labels?:|belongs? to)\b/i,
    76,
    "asks for a text to be classified"
  ],
  [
    /\b(?:extract|find|list|identify|name|pick out)\b[^.?!\n]{0,40}\b(?:key|concepts?|entities|keywords?|answers?|names?|phrases?|facts?|spans?)\b/i,
    73,
    "asks for something to be extracted from a text"
  ],
  [
    /\b(?:according to|based on|using|from|in) (?:the|this|that) (?:above |following |given |previous )?(?:context|passage|paragraph|article|text|information|document|story|dialogue|conversation|background)\b|\b(?:read|use) the (?:following|information|paragraph|context|passage)\b/i,
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
    /\b(?:write|tell|create|compose|craft|narrate|invent|make up|give)\b[^.?!\n]{0,40}\b(?:story|tale|fable|fairy ?tale|novel|narrative|fiction|scene|plot|chapter)\b/i,
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
    /\b(?:e-?mail|letter|cover letter|memo|message) (?:to|for|from|asking|about)\b|\b(?:write|draft|compose)\b[^.?!\n]{0,30}\b(?:e-?mail|letter|message)\b/i,
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
    /\b(?:what do you think|your (?:opinion|thoughts|view|favou?rite)|do you (?:like|prefer|feel|believe|have|want|love|enjoy))\b/i,
    73,
    "asks for the model's own opinion or feelings"
  ],
  [
    /\b(?:who (?:are|made|created|built|trained|developed) you|what(?:'s| is) your name|are you (?:an? )?(?:ai|human|robot|chatgpt|gpt|claude|bot)|your (?:creators?|developers?|training)|which (?:model|company) (?:are|made) you)\b/i,
    95,
    "asks who or what the model is"
  ],
  [
    /\b(?:think step by step|step by step reasoning|show your (?:work|reasoning)|reason(?:ing)? (?:about|through)|chain of thought)\b/i,
    75,
    "asks for reasoning to be shown"
  ],
  [
    /\b(?:current (?:weather|price|time|date|news|events?|population|temperature|stock|president|status|exchange|value|score)|latest|today's|right now|this week|recent news|up to date|as of now|(?:today|tomorrow)\?)/i,
    42,
    "asks for current information"
  ],
  [/\b(?:weather|forecast|temperature)\b/i, 58, "asks about the weather"],
  [/\b(?:stock price|exchange rate|bitcoin price|market cap)\b/i, 60, "asks for a price on a market"],
  [
    /\b(?:population of|capital city|capital of|distance (?:from|between)|how far (?:is|away)|(?:tallest|longest|highest|largest|deepest) (?:mountain|building|river|lake|ocean|country|city))\b/i,
    52,
    "asks for a fact of geography"
  ],
  [
    /\b(?:bullet points?|attributes?|structured data|table|triples?|key-value)\b[^\n]{0,60}\b(?:write|generate|description|text|biography|sentence)\b|\bwrite a short (?:biography|description)\b/i,
    68,
    "asks for a text from given facts"
  ],
  [
    /\b(?:sentence|story|text) (?:with|using|from|containing|that (?:has|uses|contains)) (?:all |these |the following |those )?(?:of )?(?:the )?(?:words?|concepts?)\b|\bconcepts? (?:together|:|,)|\bkey concepts\b/i,
    70,
    "gives words or concepts to work with"
  ]
];

/** Restrictions on the answer. */
const restrictions: readonly Rule[] = [
  [
    /\b(?:choose|pick|select|which of (?:the following|these)|options?(?: are)?:|possible answers?|multiple[- ]choice|from the (?:options|choices|list)|choices:|one of (?:the|these) (?:following|options)|given a (?:list|choice) of|select from)\b/i,
    82,
    "asks to choose from given options"
  ],
  [
    /\b(?:yes or no|yes, no|true or false|answer (?:with )?(?:yes|no)|yes\/no)\b|\byes,? (?:no,? )?or (?:maybe|no)\b/i,
    81,
    "asks for yes or no"
  ],
  [
    /\b(?:only (?:answer|respond|reply|return|output|give|provide|write)|(?:answer|respond|reply|return|output) (?:only|with only|just|with just)|and nothing else|no explanation|without (?:any )?(?:explanation|additional|further))\b/i,
    83,
    "restricts the answer to a given form"
  ],
  [/\b(?:one|a single|single) word\b|\b(?:in|with) (?:one|a) word\b/i, 82, "asks for one word"],
  [
    /\b(?:in|under|within|at most|no more than|less than|fewer than|maximum(?: of)?|about|around|approximately|exactly|limit(?:ed)? to|up to) (?:\d{1,4}|one|two|three|four|five|ten|a hundred)(?:[- ]to[- ]\d{1,4})?[- ](?:words?|sentences?|characters?|paragraphs?|lines?|letters?|pages?)\b|\b\d{2,4}[- ]words?\b/i,
    80,
    "limits the length of the answer"
  ],
  [
    /\b(?:briefly|brief|short(?:ly)?|concise(?:ly)?|succinct(?:ly)?|in short|few words)\b/i,
    48,
    "asks for a short answer"
  ],
  [
    /\b(?:in detail|detailed|thorough(?:ly)?|comprehensive(?:ly)?|in[- ]depth|as much detail)\b/i,
    50,
    "asks for a detailed answer"
  ],
  [
    /\b(?:json|xml|yaml|csv|markdown|html table)\b[^.?!\n]{0,30}\b(?:format|object|output|array|file)\b|\b(?:as|in|to|return) (?:valid )?(?:json|xml|yaml|csv|markdown)\b/i,
    81,
    "asks for a machine-readable format"
  ],
  [
    /\b(?:in (?:a|the form of a)|as a|create a|make a) (?:table|bulleted list|bullet(?:ed)? points?|numbered list|list)\b|\bbullet points?\b/i,
    62,
    "asks for a list or table"
  ],
  [
    /\b(?:list|give|name|provide|suggest|write|generate|offer|share|recommend|create|propose)\b(?: me)?(?: at least)?(?: the)?(?: top)? (?:\d{1,3}|two|three|four|five|six|seven|eight|ten|twenty)\b/i,
    64,
    "asks for a given number of things"
  ],
  [
    /\b(?:do not (?:use|include|mention|write|say|give|add|repeat|explain|answer)|don't (?:use|include|mention|write|say|give|add|repeat|explain)|must not|should not|never (?:use|mention|say|write|include)|avoid|without (?:using|mentioning))\b/i,
    43,
    "forbids something in the answer"
  ],
  [
    /\b(?:you must|make sure|ensure|be sure to|should include|include the words?|your (?:answer|response|reply) (?:must|should|needs))\b/i,
    47,
    "sets a condition for the answer"
  ],
  [
    /\b(?:in|using) (?:all )?(?:lower ?case|upper ?case|capital letters|caps)\b|\b(?:no|without) commas?\b|\bwrap your\b|\bend your (?:response|answer|reply) with\b|\bstart (?:your|the) (?:response|answer)\b|\brepeat the (?:request|question)\b/i,
    80,
    "asks for a special form of writing"
  ],
  [
    /\b(?:like (?:i'm|i am) (?:five|5|a)|eli5|(?:explain|describe|tell)[^.\n]{0,60} (?:for|to) (?:a |an )?(?:child|children|kids|beginners?|layman|[5-9][- ]year|someone who)|in simple (?:terms|words)|simple language)\b/i,
    72,
    "asks for simple language"
  ]
];

/** Task and restriction families of a query. */
export function noteRequests({edges}: Text, note: Note): void {
  applyRules(requests, edges, note);
  applyRules(restrictions, edges, note);
}

const languages =
  /\b(?:in|into|to|from) (spanish|french|german|italian|chinese|mandarin|japanese|korean|russian|arabic|hindi|portuguese|dutch|turkish|polish|swedish|greek|latin|vietnamese|thai|hebrew|bengali|urdu|swahili|indonesian|ukrainian|english)\b/i;

/** The language that a query asks for. */
export function noteAskedLanguage({edges}: Text, note: Note): void {
  const name = languages.exec(edges)?.[1]?.toLowerCase();
  if (name !== undefined && name !== "english") note(76, `asks for text in ${name[0]!.toUpperCase()}${name.slice(1)}`);
}
