import {applyRules, type Note, type Rule} from "../note.js";
import type {Text} from "./text.js";
import {countIn, wordSet} from "./words.js";

const elaborate = wordSet(`
elucidate elucidates elucidating delineate delineates expound explicate ascertain endeavor endeavour utilize utilise
utilizing facilitate facilitates commence henceforth heretofore hitherto notwithstanding aforementioned pursuant
thereof therein whereby wherein hereby herein thus hence thereby moreover furthermore nevertheless nonetheless
consequently accordingly comprehensive comprehensively meticulous meticulously intricate intricacies nuanced
multifaceted profound profoundly paramount pivotal quintessential ubiquitous salient cogent perspicuous erudite
efficacious efficacy requisite plethora myriad paradigm paradigms ontological epistemological epistemology
hermeneutic hermeneutics dialectic dialectical juxtapose juxtaposition extrapolate substantiate corroborate
exemplify exemplifies encompass encompasses encompassing pertaining pertinent constitute constitutes necessitate
necessitates engender engenders underscore underscores foster fosters elicit promulgate posit postulate synthesize
synthesise articulate articulates deliberate discourse exposition treatise ramifications implications underpinnings
underpinning overarching holistic methodological methodology theoretical framework conceptualize conceptualise
rigorous rigorously systematic systematically fundamental fundamentally inherent intrinsic extrinsic advantageous
detrimental optimal proficient proficiency adept cognizant conducive congruent disparate divergent eloquent
eloquently exacerbate mitigate mitigating ameliorate proliferation propensity prudent ramification reconcile
resilient subsequent subsequently sufficient supplant symbiotic tantamount tenable transcend vicissitudes zeitgeist
contemporaneous ephemeral inexorable labyrinthine tapestry kindly request whilst amongst shall`);

const slang = wordSet(`
lol lmao omg wtf btw idk imo tbh gonna wanna gotta kinda sorta dunno ain't y'all yall dude bro bruh pls plz thx ur
ppl cuz coz thru gimme lemme whatcha nah yup wassup haha hehe fr smh lowkey highkey shit fuck fucking crap`);

const profane = wordSet(
  `shit fuck fucking fucked fucker bitch asshole bastard cunt dick motherfucker bullshit damn wtf`
);

const misspelt = wordSet(`
teh recieve seperate definately occured untill wich becuase alot thier wierd beleive acheive adress begining
calender collegue comming concious dissapear embarass enviroment existance familar foriegn goverment grammer happend
immediatly independant knowlege libary neccessary noticable occassion oppurtunity paralell persue posession prefered
probly publically realy reccomend refered relevent rember sentance similiar sincerly speach strenght succesful
suprise tommorow tounge truely unfortunatly usefull vaccum vegatable writting dont cant wont didnt doesnt isnt wasnt
im ive youre whats thats hows arent couldnt wouldnt shouldnt`);

const rules: readonly Rule[] = [
  [/\b(?:please|kindly|could you|would you mind|would you be so kind)\b/i, 30, "is phrased politely"],
  [/\b(?:thank you|thanks)\b/i, 32, "thanks the reader"],
  [/!{2,}/, 36, "uses exclamation marks"],
  [/\?{2,}/, 40, "uses several question marks in a row"],
  [/\.{3}|\u2026/, 20, "trails off with dots"]
];

/** Register family: vocabulary, case, care. */
export function noteRegister(text: Text, isEnglish: boolean, isCode: boolean, note: Note): void {
  const {shown, edges, letters, capitals} = text;
  applyRules(rules, edges, note);
  if (isCode) return;
  if (letters >= 12 && capitals === 0 && /^[\0-\u024f\u2000-\u206f]*$/.test(shown) && /[a-z]/.test(shown))
    note(63, "is written in lower case throughout");
  if (letters >= 12 && capitals / letters > 0.7) note(74, "is written in capital letters");
  if (isEnglish && text.words >= 3) noteVocabulary(text, note);
}

function noteVocabulary({edges, tokens, words}: Text, note: Note): void {
  const formal = countIn(tokens, elaborate);
  let long = 0;
  for (const token of tokens) if (token.length >= 10) long++;
  const share = long / Math.max(1, tokens.length);
  if (formal >= 3 || (formal >= 1 && (share > 0.22 || formal / tokens.length > 0.08)))
    note(75, "uses highly formal and elaborate vocabulary");
  else if (share > 0.25 && words >= 8) note(48, "uses long and technical words");
  const casual = countIn(tokens, slang);
  if (/\b(?:r u|u r|are u|do u|can u|if u|did u|u (?:can|are|know|have|want|think|guys))\b/i.test(edges))
    note(61, "is written in casual, conversational language");
  if (casual >= 2 || (casual === 1 && words <= 25)) note(61, "is written in casual, conversational language");
  if (countIn(tokens, profane) > 0) note(73, "contains swear words");
  if (countIn(tokens, misspelt) > 0) note(51, "contains misspelt words");
  if (/\b(?:thou|thee|thy|hath|doth|forsooth|hark|whence|ye)\b/i.test(edges)) note(71, "uses archaic language");
  if (/\b(?:arr+|matey|ahoy|ye scurvy|avast)\b/i.test(edges)) note(76, "speaks like a pirate");
}
