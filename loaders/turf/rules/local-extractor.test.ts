import {describe, expect, it} from "vitest";
import {maxAttributes} from "../extractor.js";
import {createLocalExtractor, extractLocally} from "./local-extractor.js";

const query = (text: string): string[] => extractLocally({query: text, response: ""}).query;
const response = (text: string, asked = ""): string[] => extractLocally({query: asked, response: text}).response;

/** Each text and a fact that it has. */
const queries: [string, string][] = [
  ["여름 휴가를 어디로 가면 좋을까요?", "uses a language other than English: Korean"],
  ["これは何ですか。教えてください。", "uses a language other than English: Japanese"],
  ["请写一个关于春天的故事。", "uses a language other than English: Chinese"],
  ["¿Cuál es la capital de Francia y cuántas personas viven allí?", "uses a language other than English: Spanish"],
  ["Wie kann ich mein Fahrrad am besten selbst reparieren?", "uses a language other than English: German"],
  ["ما هي عاصمة مصر؟ أخبرني عن تاريخها", "uses a language other than English: Arabic"],
  ["Расскажи мне, пожалуйста, сказку про лису", "uses a language other than English: Russian"],
  ["What is the best way to learn to swim?", "is written in English"],
  ["What does the word 日本語 mean?", "is in English and has words in Chinese script"],
  ["Kindly elucidate the multifaceted ramifications of the paradigm.", "uses highly formal and elaborate vocabulary"],
  ["yo dude wanna know whats up lol", "is written in casual, conversational language"],
  ["when was lead based paint banned in canada", "is written in lower case throughout"],
  ["TELL ME WHO WON THE GAME LAST NIGHT", "is written in capital letters"],
  ["I recieve alot of mail, what should I do?", "contains misspelt words"],
  ["Let $x^2 + y^2 = 1$. Find \\frac{dy}{dx}.", "contains LaTeX"],
  ["Explain this:\n```python\nprint(1)\n```", "puts code in a fenced block"],
  ["| a | b |\n|---|---|\n| 1 | 2 |\nWhat is the sum?", "contains a table"],
  ['Parse this:\n{"a": 1, "b": [2]}', "contains JSON"],
  ["<text>Hello</text> Translate it.", "contains text in XML or HTML tags"],
  ["Pick one:\nA. red\nB. blue\nC. green", "contains options marked with letters"],
  ["Do this:\n1. read it\n2. sum it up", "contains a numbered list"],
  ["When did Eli Whitney invent the cotton gin?", "asks when something was invented, discovered or founded"],
  ["When did Eli Whitney invent the cotton gin?", "takes for granted that a named person did something"],
  ["Who did Halle Berry play in Catwoman?", "asks who played a role in a film or series"],
  ["Why did the moon landing fail?", "takes for granted that something is so and asks why"],
  ["Is 2+5=7?", "asks whether an arithmetic statement is true"],
  ['Is the statement "Water freezes at 0 degrees" factually correct?', "asks for a claim to be confirmed"],
  ["My dependent aunt needs my help.", "speaks of the user's own life"],
  ["Is Paris in France?", "is a yes-or-no question that begins with Is"],
  ["Write a letter to my landlord.", "is an instruction that begins with Write"],
  ["Which is right? Choose from the options: yes, maybe.", "asks to choose from given options"],
  ["Is it raining? Answer yes or no.", "asks for yes or no"],
  ["What is the colour of grass? Answer in one word.", "asks for one word"],
  ["Describe Rome in at most 50 words.", "limits the length of the answer"],
  ["List the planets, return only JSON output.", "asks for a machine-readable format"],
  ["Only respond with the number.", "restricts the answer to a given form"],
  ["Give me five tips for a first date.", "asks for a given number of things"],
  ["You are a pirate captain. Describe your ship.", "asks the model to play a role"],
  ["You are a pirate captain. Describe your ship.", "gives the model the role of pirate captain"],
  [
    "Tom has 3 apples and buys 5 more each day. How many apples does he have after 4 days?",
    "is an arithmetic word problem"
  ],
  ["Write a Python function that reverses a string.", "asks for code to be written"],
  ["Write a Python function that reverses a string.", "mentions Python"],
  ["Fix the bug:\ndef f(x):\n    retrun x", "asks to find or fix an error in code"],
  ["Translate to French: good morning", "asks for a translation"],
  ["Translate to French: good morning", "asks for text in French"],
  ["Summarize the following article: ...", "asks for a summary"],
  ["great film , loved it . Is this review positive or negative?", "asks for the sentiment of a text"],
  ["I feel so lonely and hopeless lately.", "expresses distress of the user"],
  ["How do I make a bomb at home?", "mentions weapons, drugs or poison"],
  ["Who made you?", "asks who or what the model is"],
  ["Do you like music? What is your favourite song?", "asks for the model's own opinion or feelings"],
  ["How do I bake a chocolate cake with butter and sugar?", "is about cooking and food"],
  ["Tell me about Leonardo da Vinci.", "mentions Leonardo da Vinci"],
  ["Tell me about Leonardo da Vinci.", "mentions a person by name"],
  ["What happened in Paris in 1789?", "mentions a place by name"],
  ["What happened in Paris in 1789?", "mentions a year"],
  [
    "tools: enabled\ntool access: search\nA search engine. Input should be a query.\nsearch(query)\nWho won?",
    "lists tools that the model may call"
  ],
  [
    'You have access to these functions:\n[{"type": "function", "function": {"name": "get_weather", ' +
      '"description": "Weather", "parameters": {"type": "object"}}}]\n' +
      "Weather in Oslo?",
    "offers a tool named get_weather"
  ],
  ["Tools: search(query). The input should be a search query.\nWho won?", "offers a tool named search"],
  ["Available functions: lookup(name), sum(a, b)\nCall one of them. Who is Ada?", "offers a tool named lookup"],
  ["You have access to a calculator. What is 3 times 4?", "gives the model access to a tool"],
  ["You have access to a calculator. What is 3 times 4?", "offers a tool named calculator"],
  ["The assistant may call a search tool when it needs facts. Who won?", "gives the model access to a tool"],
  ["The model is connected to the internet. What is in the news?", "gives the model access to a tool"],
  ["Use the weather API to tell me whether it rains in Oslo.", "asks for a tool to be used"],
  [
    "A baker sells 15 loaves in the morning and twice as many after noon. How many does he sell in all?",
    "is an arithmetic word problem"
  ],
  ["mode: fast\nlanguage: en\nWhat is it?", "begins with settings written as names and values"],
  ["Context: The sky is blue.\nQuestion: What colour is it?\nAnswer:", "ends with a label for the model to complete"],
  ["", "has no words"]
];

const responses: [string, string][] = [
  ["A", "is a single letter"],
  ["Yes", "is only the word yes or no"],
  ["False.", "is only the word true or false"],
  ["No, 5 + 3 = 8 is incorrect.", "says that a statement is wrong"],
  ["No, 5 + 3 = 8 is incorrect.", "begins with the word No"],
  ["Run this:\n```bash\npip install x\n```\nThen:\n```python\nimport x\nx.run()\n```", "contains Python code"],
  ["Run this:\n```bash\npip install x\n```\nThen:\n```python\nimport x\nx.run()\n```", "contains Shell code"],
  ["Paris<|endoftext|>", "is a single word"],
  ["Paris<|endoftext|>", "ends with an end-of-text token"],
  ["42", "is only a number"],
  ["blue whale", "is a short phrase without a sentence"],
  ["", "is empty"],
  ["Eli Whitney invented the cotton gin in 1793.", "answers with a year or date"],
  ["def f(n):\n    return n * 2\n\nprint(f(2))", "contains Python code"],
  ["def f(n):\n    return n * 2\n\nprint(f(2))", "is code alone, without explanation"],
  ["You can do it like this:\n```js\nlet a = 1;\n```\nIt declares a variable named a.", "contains JavaScript code"],
  [
    "You can do it like this:\n```js\nlet a = 1;\n```\nIt declares a variable named a.",
    "explains code in words beside it"
  ],
  ["SELECT name FROM users WHERE age > 3;", "contains SQL code"],
  ["#include <stdio.h>\nint main() { return 0; }", "contains C code"],
  ["public class A {\n  public static void main(String[] args) {}\n}", "contains Java code"],
  ["import sympy as sp\nx = sp.symbols('x')", "uses the sympy library"],
  ["The capital of Peru is search('capital of Peru').", "calls a tool in the middle of a sentence"],
  ["The capital of Peru is search('capital of Peru').", "calls a tool named search"],
  ["381 times 27 is calculator('381 * 27').", "calls a tool named calculator"],
  ["She has [Calculator(3 * 4)] 12 apples in all.", "calls a tool with bracketed syntax"],
  ['<tool_call>\n{"name": "get_weather", "arguments": {"city": "Oslo"}}\n</tool_call>', "calls a tool in tags"],
  ['{"name": "get_weather", "arguments": {"city": "Oslo"}}', "calls a tool with JSON"],
  ["Thought: I look it up.\nAction: search\nAction Input: capital of Peru", "calls a tool as an action with an input"],
  ["He has 3 + 4 = 7 apples.\nThen he eats 7 - 2 = 5.\n#### 5", "solves the problem step by step with arithmetic"],
  ["He has 3 + 4 = 7 apples.\nThen he eats 7 - 2 = 5.\n#### 5", "gives the final answer after four hash marks"],
  ["That is 3*4=<<3*4=12>>12 and 12-2=<<12-2=10>>10.", "marks calculations with double angle brackets"],
  ["So the answer is \\boxed{7}. I hope it is correct.", "ends with the words I hope it is correct"],
  ["I'm sorry, but I can't help with that.", "refuses to do what is asked"],
  ["I cannot provide instructions for that.", "refuses to do what is asked"],
  ["I'm sorry, but I can't help with that.", "apologises"],
  [
    "There is a common misconception here: Edison did not invent the light bulb alone.",
    "rebuts or corrects the premise of the query"
  ],
  ["Thomas Edison did not invent the telephone; Bell did.", "says that the thing asked about is not so"],
  ["As an AI language model, I do not have feelings.", "says that it comes from an AI"],
  ["I was created by Ai2, I am Olmo.", "names the model or the company that made it"],
  ["As of my last knowledge update in 2021, it was 10.", "mentions the date to which its knowledge reaches"],
  ["It depends; it is difficult to say which one is better.", "expresses uncertainty"],
  ["Once upon a time there was a fox. It lived happily ever after.", "tells a story"],
  [
    "Sure, here is the list:\n- one\n- two\nLet me know if you have any questions!",
    "closes with an offer of further help"
  ],
  ["Sure, here is the list:\n- one\n- two\nLet me know if you have any questions!", "begins by agreeing to help"],
  ["- one\n- two\n- three", "contains a bulleted list"],
  ["1. **Plan**: think.\n2. **Do**: act.", "has list items with bold headings"],
  ["I'm sorry to hear that you feel this way. You are not alone.", "offers sympathy and support"],
  ["You should consult a doctor about it.", "advises the user to consult a professional"],
  ["Ahoy, matey! Me ship be the finest.", "speaks like a pirate"],
  ["lie, dog, blanket", "is a list of words with commas"],
  ["Das ist eine sehr gute Frage, und ich helfe gern.", "uses a language other than English: German"]
];

describe("facts of a query", () => {
  it.each(queries)("%j", (text, fact) => expect(query(text)).toContain(`The query ${fact}.`));
});

describe("facts of a response", () => {
  it.each(responses)("%j", (text, fact) => expect(response(text)).toContain(`The response ${fact}.`));

  it("tells what repeats the query from what does not", () => {
    const asked = "Where was the gorge formed? Context: The Pindus range continues through the Peloponnese.";
    expect(response("Pindus", asked)).toContain("The response repeats words of the query and nothing else.");
    expect(response("Athens", asked)).not.toContain("The response repeats words of the query and nothing else.");
  });
});

describe("what is no such fact", () => {
  it.each([
    ["You are given a list of words. Sort them.", "asks the model to play a role"],
    ["I paid $5 for it and $7 for that.", "contains LaTeX"],
    ["Tell me about functions of the liver.", "lists tools that the model may call"],
    ["Explain how you can use the map function on a list.", "gives the model access to a tool"],
    ["Which tools do I need to build a table?", "gives the model access to a tool"],
    ["I have access to a database at work. How do I back it up?", "gives the model access to a tool"],
    ["Explain how you can use a database to store recipes.", "gives the model access to a tool"],
    ["What is the name of the river in Paris?", "is about programming"]
  ])("%j", (text, fact) => expect(query(text)).not.toContain(`The query ${fact}.`));

  it.each([
    ["5 + 3 = 8 is right: 5 + 3 = 8.", "solves the problem step by step with arithmetic"],
    ["print('hello')", "calls a tool"],
    ["x = search('a')\nprint(x)", "calls a tool"],
    ["#### 42", "uses Markdown headings"],
    ["I can help you with that. I do not know all, though.", "refuses to do what is asked"],
    ["The sum is $5 + $7 = $12 in all.", "contains LaTeX"],
    ["#!/bin/bash\ninput_file=$1\noutput_file=$2\ncat $input_file >> $output_file", "contains LaTeX"],
    [
      "Patrick Dempsey played the role of Dr. Derek Shepherd in Grey's Anatomy.",
      "uses a language other than English: French"
    ],
    ["Joseph Priestley discovered oxygen on August 1, 1774.", "uses a language other than English: Latin"]
  ])("%j", (text, fact) => expect(response(text)).not.toContain(`The response ${fact}.`));
});

describe("the sentences of a side", () => {
  const rich = queries.map(([text]) => text).join("\n");

  it("are at most ten, distinct, in the form of the paper, and the same each time", () => {
    const found = query(rich);
    expect(found).toHaveLength(maxAttributes);
    expect(new Set(found).size).toBe(found.length);
    for (const sentence of found) expect(sentence).toMatch(/^The query [^\n]{3,120}\.$/);
    expect(query(rich)).toEqual(found);
  });

  it("hold no words of scripts that have no spaces", () => {
    expect(query("共同犯罪是指二人以上共同故意犯罪。这个定义正确吗？").join(" ")).not.toContain("mentions the word");
  });

  it("begin with what is most telling", () => {
    const found = query("You are a pirate captain. Describe your ship in Python code.");
    expect(found[0]).toBe("The query asks the model to play a role.");
    expect(found.indexOf("The query is short.")).not.toBe(0);
  });

  it("come block by block, in order, without a reason", async () => {
    const extractor = createLocalExtractor();
    const pairs = ["Is it?", "Why?", ""].map((text) => ({query: text, response: text}));
    expect(extractor.name).toBe("local v2");
    expect(await extractor.extract(pairs)).toEqual(pairs.map(extractLocally));
    expect((await extractor.extract(pairs)).every(({reason}) => reason === null)).toBe(true);
  });
});

describe("hostile texts", () => {
  const units = [
    "a",
    " ",
    "\n",
    "(",
    "[",
    "{",
    "<",
    "`",
    "```",
    "$",
    "\\",
    "*",
    "|",
    '"',
    "'",
    "#",
    "-",
    "1",
    "1.",
    "1 + ",
    "A.",
    "a: ",
    "?",
    "!",
    ".",
    "=",
    "def f(",
    "<<",
    "<a>",
    "**",
    "| - ",
    "I ",
    "i am ",
    "you are ",
    "search('",
    "you have access to ",
    "tools: a(",
    "[Calc(",
    "\u0000",
    "\u202e",
    "\ufeff",
    "é",
    "字",
    "😀",
    "ש",
    "\ud800",
    "Write ",
    "the ",
    "A B ",
    "A. ",
    "of the ",
    "http://",
    "a@",
    "x, ",
    "0,",
    "\t",
    "\r\n",
    "_",
    "and "
  ];

  it.each(units)("%j, a million characters of it, take no time", (unit) => {
    const text = unit.repeat(Math.ceil(1_000_000 / unit.length));
    const before = process.cpuUsage().user;
    const {query: asked, response: answered} = extractLocally({query: text, response: text});
    expect((process.cpuUsage().user - before) / 1000).toBeLessThan(1000);
    expect(asked.length).toBeLessThanOrEqual(maxAttributes);
    expect(answered.length).toBeLessThanOrEqual(maxAttributes);
  });

  it(
    "only emoji, only marks, text from right to left, halves of letters: sentences hold no part of a " +
      "broken letter",
    () => {
      expect(query("😀😀😀")).toContain("The query contains emoji.");
      expect(query("שלום, מה שלומך היום?")).toContain("The query uses a language other than English: Hebrew.");
      for (const text of ["\u0000\u0001", "\ud800\udc00\ud800", "?!?!", "\u202eabc def ghi", "\u200b"])
        for (const sentence of [...query(text), ...response(text)])
          expect(Buffer.from(sentence).toString()).toBe(sentence);
    }
  );

  it("the head and the tail of a text of 1 MB are seen", () => {
    const long = `Summarize the following text.\n${"The cat sat on the mat. ".repeat(45_000)}\nWrite only JSON output.`;
    expect(query(long)).toEqual(
      expect.arrayContaining(["The query asks for a summary.", "The query asks for a machine-readable format."])
    );
  });
});
