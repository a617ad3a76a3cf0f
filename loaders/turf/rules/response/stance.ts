import {regex} from "../../../util/regex.js";
import {applyRules, type Note, type Rule} from "../note.js";
import type {Text} from "../text/text.js";

const refusing = regex("i")`
  \b(?:
    i(?:'m| am)? (?:sorry|afraid|unable|not able)
    |i can(?:'|no)?t
    |i cannot
    |i won't
    |i will not
    |i must (?:decline|refuse)
    |i(?:'m| am) (?:just )?an? (?:ai|language model)
    |as an ai
    |i do not (?:have|provide)
    |i don't (?:have|provide)
    |it(?:'s| is) not (?:appropriate|possible|ethical)
    |it(?:'s| is) (?:important|illegal|unethical|inappropriate)
  )\b
`;
const declines = regex("i")`
  \b(?:
    i(?:'m| am)? ?(?:sorry|afraid|unable|not able|not comfortable)[^.\n]{0,60}
    (?:can(?:'|no)?t|cannot|unable|not able|won't|not comfortable)
    |i (?:
      can(?:'|no)?t|cannot|can not|won't|will not|am unable to|am not able to|must decline to
      |do not feel comfortable
    ) (?:
      help|assist|provide|answer|give|offer|comply|fulfil+|support|share|create|write|generate|engage
      |do that|discuss|recommend|condone|access|predict|say|be able
    )
  )
`;

const stances: readonly Rule[] = [
  [
    regex("i")`
      \b(?:
        as an ai
        |i(?:'m| am) (?:just )?an? (?:
          ai|language model|artificial|large language|computer program|virtual assistant|chatbot
        )
        |as a language model
        |as an artificial
      )\b
    `,
    93,
    "says that it comes from an AI"
  ],
  [
    regex("i")`
      \b(?:
        i(?:'m| am| was) (?:called |named |made by |created by |developed by |trained by )?(?:
          chatgpt|gpt-?\d?|claude|gemini|bard|t[u\u00fc]lu|olmo|llama|mistral|qwen|grok|openai|anthropic
          |google|meta|ai2
        )
        |(?:made|created|developed|trained|built) by (?:
          openai|anthropic|google|meta|ai2|the allen institute|mistral|alibaba|xai|microsoft
        )
      )\b
    `,
    97,
    "names the model or the company that made it"
  ],
  [
    regex("i")`
      \b(?:
        i (?:don't|do not) have
          (?: personal | any | the ability | access | real-time | feelings| emotions| opinions| a body| experiences)
        |i (?:don't|do not|can't|cannot) (?:feel |experience )
      )
    `,
    86,
    "says what an AI lacks, such as feelings or access"
  ],
  [
    regex("i")`
      \b(?:
        (?:my|the) (?:latest |last )?(?:knowledge|training|information|data|update)
        (?: (?:cutoff|data|update))?[^.\n]{0,40}(?:20\d\d|cutoff|update|training)
        |as of my (?:last|latest|knowledge|most recent)
      )\b
    `,
    88,
    "mentions the date to which its knowledge reaches"
  ],
  [
    regex("i")`
      \b(?:
        (?:it(?:'s| is)|there(?:'s| is)) (?:actually )?(?:a |an )?(?:common )?(?:
          misconception|misunderstanding|myth|inaccurate|incorrect|not accurate|not correct|not true
          |mistaken
        )
        |contrary to
        |(?:this|that|the) (?:statement|premise|claim|question|assumption|information|equation)[^.\n]{0,40}
        (?:is|are|contains?|seems?|appears?|has)[^.\n]{0,20}(?:
          incorrect|false|wrong|inaccurate|error|misunderstanding|mistake|misleading
          |not (?:true|correct|accurate)
        )
        |there (?:is|seems to be|appears to be|might be|may be) (?:a|an|some) (?:
          misunderstanding|mistake|error|confusion|mix-up|inaccuracy
        )
        |i think you (?:may|might) (?:be|have)
        |you may be (?:thinking|referring|confus)
      )
    `,
    96,
    "rebuts or corrects the premise of the query"
  ],
  [
    regex("i")`
      \b(?:
        did(?: not|n't) (?:actually |really )?["\u201c]?
        (?:invent|discover|write|create|found|build|make|develop|play|direct|paint|compose)
        |was(?: not|n't) (?:actually |really )?
        (?:invented|discovered|written|created|founded|built|made|developed)
        |never (?:invented|discovered|wrote|created|built|played|existed)
        |is not (?:actually )?(?:a real|known)
        |there is no (?:record|evidence|known|such|information|country|film|movie|book|person)
        |does(?: not|n't) exist
        |no (?:record|evidence) (?:of|that)
      )
    `,
    91,
    "says that the thing asked about is not so"
  ],
  [
    regex("i")`
      \b(?:is|are|was|were) (?:actually |factually )?
      (?:incorrect|false|inaccurate|wrong|a myth|not (?:true|correct|accurate|quite right))\b
    `,
    90,
    "says that a statement is wrong"
  ],
  [/^(?:false|incorrect|wrong|not (?:quite|exactly))\b/i, 84, "begins by saying that something is wrong"],
  [/^no\b/i, 83, "begins with the word No"],
  [/^yes\b/i, 76, "begins with the word Yes"],
  [/^(?:actually|unfortunately|however)\b/i, 74, "begins by objecting"],
  [
    regex("i")`
      \b(?:
        i apologi[sz]e|my apologies|i(?:'m| am) (?:so |very |really |truly )?sorry|sorry,? but|sorry for
        |apologies for
      )\b
    `,
    77,
    "apologises"
  ],
  [
    regex("i")`
      \b(?:
        perhaps|possibly|might be|may be|could be
        |it(?:'s| is) (?:possible|likely|difficult|hard) (?:that|to)|it depends|generally speaking
        |i(?:'m| am) not (?:sure|certain)|i believe|i think|not entirely clear|estimated|approximately
        |around \d|likely
      )\b
    `,
    38,
    "hedges what it says"
  ],
  [
    regex("i")`
      \b(?:
        i(?:'m| am) not (?:sure|certain)
        |it(?:'s| is) (?:difficult|hard|impossible) to (?:say|determine|predict|know|pin)
        |uncertain
        |unclear
        |there is no (?:definitive|clear|single) answer
        |somewhat difficult
        |varies
        |debated
      )\b
    `,
    66,
    "expresses uncertainty"
  ],
  [
    regex("i")`
      \b(?:consult|speak (?:with|to)|seek|talk to|contact|see) (?:an? |your |with |the )?
      (?:qualified |licensed |medical |professional |healthcare |mental health |legal |financial )?(?:
        professional|doctor|lawyer|attorney|physician|therapist|counsel(?:l)?or|help|advice|advisor|expert
        |authorities|provider
      )\b
    `,
    70,
    "advises the user to consult a professional"
  ],
  [
    /\b(?:hotline|helpline|crisis line|988|emergency services|suicide prevention)\b/i,
    88,
    "points to a helpline or emergency service"
  ],
  [
    regex("i")`
      \b(?:
        it(?:'s| is) (?:important|crucial|essential|worth noting|vital) to (?:
          note|remember|understand|recogni[sz]e|respect|be|approach|consider|keep|have
        )
        |it should be noted
        |keep in mind
        |please note
        |remember(?:,| that| to)
      )\b
    `,
    54,
    "adds a caution or reminder"
  ],
  [
    regex("i")`
      \b(?:
        illegal|unethical|harmful|against the law|not ethical|inappropriate|offensive|discriminat|derogatory
        |respectful|stereotyp
      )
    `,
    57,
    "speaks of what is ethical, legal or respectful"
  ],
  [
    regex("i")`
      \b(?:
        i(?:'m| am) here (?:for you|to (?:help|listen|support))
        |you(?:'re| are) not alone
        |i understand (?:how|that you)
        |that must be
        |i(?:'m| am) (?:so |really )?sorry (?:to hear|you(?:'re| are)|that you)
        |it(?:'s| is) (?:okay|ok|normal|understandable) to
      )\b
    `,
    82,
    "offers sympathy and support"
  ],
  [
    regex("i")`
      \b(?:
        could you (?:please )?(?:provide|clarify|specify|tell|share|give)
        |can you (?:please )?(?:provide|clarify|specify)
        |please (?:provide|clarify|specify|share|give)
        |what (?:kind|type|would you|do you)
        |which one do you
        |do you mean
        |need more (?:information|details|context)
      )\b[^.\n]{0,80}
    `,
    60,
    "asks the user for more information"
  ],
  [
    /\b(?:great|good|excellent|interesting|wonderful|fascinating|thoughtful) (?:question|point|choice|idea)\b/i,
    80,
    "praises the question"
  ],
  [
    regex("i")`
      \b(?:
        on the other hand
        |both sides
        |some (?:people )?(?:argue|believe)
        |others (?:argue|believe)
        |there are (?:many|different|various) (?:perspectives|opinions|views)
      )\b
    `,
    60,
    "weighs several views"
  ]
];

const openings: readonly Rule[] = [
  [/^(?:sure|certainly|absolutely|of course|definitely|no problem|okay|alright)\b/i, 71, "begins by agreeing to help"],
  [/^(?:here(?:'s| is| are)|below (?:is|are)|the following)\b/i, 65, "begins by announcing what follows"],
  [/^(?:hello|hi|hey|greetings|dear|good (?:morning|day|evening))\b/i, 68, "begins with a greeting"],
  [
    /^(?:to (?:find|solve|determine|calculate|answer)|let's|we (?:need|can|have|know)|first,)\b/i,
    60,
    "begins by saying how the problem is worked out"
  ],
  [/^(?:the answer|answer:|final answer)\b/i, 66, "begins with the words The answer"],
  [/^(?:i think|in my opinion|i believe|personally)\b/i, 66, "begins with an opinion"],
  [/^(?:as (?:a|an|the) [a-z])/i, 48, "begins by saying in what role it speaks"],
  [/^["'\u201c]/, 42, "begins with a quotation mark"]
];

const closings: readonly Rule[] = [
  [
    regex("i")`
      \b(?:
        let me know|feel free to|don't hesitate|if you have any (?:other|more|further)? ?questions
        |happy to help|is there anything else|anything else i can|i hope (?:this|that) helps|hope this helps
      )\b[^\n]{0,120}$
    `,
    79,
    "closes with an offer of further help"
  ],
  [
    /\b(?:in conclusion|in summary|to sum(?:mari[sz]e)? up|overall|ultimately|to conclude|all in all)\b/i,
    52,
    "ends with a conclusion"
  ],
  [/\?\s*$/, 55, "ends with a question"],
  [/\b(?:sincerely|best regards|kind regards|yours truly|warm regards|best wishes)\b/i, 70, "is signed like a letter"],
  [/\b(?:good luck|enjoy|have (?:fun|a great)|happy \w{3,12}ing|bon app)\b[^\n]{0,60}$/i, 58, "closes with good wishes"]
];

/** Stance families of a response: refusal, rebuttal, hedging, identity, openings and closings. */
export function noteStance({edges, shown, words}: Text, note: Note): void {
  if (refusing.test(edges.slice(0, 400)) && declines.test(edges.slice(0, 500))) {
    note(96, "refuses to do what is asked");
    if (words > 50 && /\b(?:instead|however|but i can|i can (?:offer|help|provide|suggest)|alternative)/i.test(shown))
      note(72, "refuses and offers something else");
  }
  applyRules(stances, edges, note);
  applyRules(openings, edges.slice(0, 80), note);
  applyRules(closings, edges.slice(-240), note);
}
