import {regex} from "../../../util/regex.js";
import {applyRules, type Note, type Rule} from "../note.js";
import type {Text} from "../text/text.js";

const states: readonly Rule[] = [
  [
    regex("i")`
      \b(?:
        i(?:'m| am| feel| have been feeling|'ve been feeling) (?:so |very |really |feeling )?(?:
          sad|depressed|lonely|hopeless|worthless|anxious|suicidal|overwhelmed|scared|miserable|exhausted
          |heartbroken|stressed|lost|alone|struggling
        )
      )\b
      |\b(?:kill myself|want to die|end my life|self[- ]harm|hurt myself|can't go on|panic attacks?)\b
    `,
    94,
    "expresses distress of the user"
  ],
  [/\b(?:suicid|self[- ]harm|eating disorder|anorexia|overdose)/i, 84, "touches on suicide or self-harm"],
  [
    regex("i")`
      \b(?:
        bombs?|explosives?|molotov|napalm|silencer|weapons?|poison(?:ing)?|meth(?:amphetamine)?|cocaine
        |heroin|ricin|anthrax|nerve agent|ghost gun
      )\b
    `,
    74,
    "mentions weapons, drugs or poison"
  ],
  [
    regex("i")`
      \b(?:
        hack(?:ing)? into|break into|steal(?:ing)?|shoplift|forge|counterfeit|launder|blackmail|phishing
        |malware|ransomware|keylogger|ddos|pick a lock|hotwire|evade (?:taxes|police)|kidnap|stalk(?:ing)?
        |fake id|false alibi|pyramid scheme|fraud
      )\b
    `,
    78,
    "asks about something illegal or harmful"
  ],
  [
    regex("i")`
      \b(?:
        racist|racial slurs?|sexist|derogatory|stereotypes?|inferior (?:race|to)|hate speech|homophobic
        |ethnic(?:ity)?|white people|black people|jews|muslims|immigrants
      )\b
    `,
    72,
    "touches on discrimination or stereotypes"
  ],
  [/\b(?:sex|sexual|porn|nude|erotic|nsfw|explicit)\b/i, 72, "touches on sexual matters"],
  [
    regex("i")`
      \b(?:
        home address|phone number|social security|ssn|password|credit card|medical records?
        |private information|personal information
      )\b
    `,
    74,
    "asks about private information"
  ],
  [
    regex("i")`
      \b(?:
        symptoms?|diagnos(?:e|is|ed)|medications?|dosage|side effects?|prescri(?:be|ption)|my doctor
        |treat(?:ment)? (?:for|of)
      )\b
    `,
    58,
    "asks about health or medicine"
  ],
  [/\b(?:legal(?:ly)?|lawsuit|sue|lawyer|attorney|custody|contract law|copyright)\b/i, 52, "asks about law"],
  [
    /\b(?:copyright(?:ed)?|lyrics to|full text of|entire (?:book|text) of)\b/i,
    60,
    "asks for or about copyrighted text"
  ],
  [
    regex("i")`
      \b(?:
        vote|election|democrats?|republicans?|liberal|conservative|abortion|gun control|president
        |prime minister|politic(?:al|s|ian)
      )\b
    `,
    50,
    "touches on politics"
  ],
  [
    regex("i")`
      \b(?:
        my (?:[a-z]{2,12} ){0,3}(?:
          wife|husband|aunt|uncle|sister|brother|grandmother|grandfather|child|neighbor|colleague|girlfriend
          |boyfriend|son|daughter|mother|father|mom|dad|boss|friend|job|partner|dog|cat|kids|family|roommate
          |ex
        )
      )\b
    `,
    49,
    "speaks of the user's own life"
  ],
  [
    /\b(?:i need|i want|i'm trying|i am trying|i'd like|i would like|i'm looking for)\b/i,
    31,
    "says what the user wants or needs"
  ],
  [
    regex("i")`
      \b(?:
        ignore (?:all |any )?(?:previous|prior|above)|jailbreak|DAN mode|no restrictions|without any filter
        |unfiltered
      )\b
    `,
    93,
    "tries to lift the model's restrictions"
  ]
];

/** User families: distress, danger, private matters. */
export const noteUserState = ({edges}: Text, note: Note): void => applyRules(states, edges, note);
