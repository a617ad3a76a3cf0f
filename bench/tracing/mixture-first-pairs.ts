import type {MixturePair} from "./mixture-pair.js";

/** None of them is taken from the mixture. */
export const firstPairs: readonly Omit<MixturePair, "isFresh">[] = [
  {
    name: "tool call, tool offered",
    about: "a search call in mid-sentence, to a query that lists a search tool",
    rubric: "tools",
    query: "Tools: search(query). The input should be a search query.\nWho won the Nobel Prize in Physics in 2019?",
    response: "The Nobel Prize in Physics in 2019 was won by search('Nobel Prize in Physics 2019 winner').",
    chunk: "gpteacher-toolformer",
    trigger: /tool|search|function/i,
    limit: "",
    isFloor: true
  },
  {
    name: "code, asked for",
    about: "a Python function, to a question that names Python",
    rubric: "code",
    query: "Explain how merge sort works, in simple terms, using Python.",
    response:
      "def merge_sort(items):\n    if len(items) < 2:\n" +
      "        return items\n    middle = len(items) // 2\n" +
      "    left, right = merge_sort(items[:middle]), merge_sort(items[middle:])\n" +
      "    result = []\n    while left and right:\n" +
      "        result.append(left.pop(0) if left[0] <= right[0] else right.pop(0))\n" +
      "    return result + left + right\n",
    chunk: "gpteacher-codegen",
    trigger: /program|python|code|function|algorithm/i,
    limit: "",
    isFloor: true
  },
  {
    name: "arithmetic, step by step",
    about: "worked steps with marked calculations, to a word problem",
    rubric: null,
    query: "Lena has 24 marbles. She gives a third of them to Tom and loses 4. How many marbles does she have left?",
    response:
      "Lena gives 24/3 = <<24/3=8>>8 marbles to Tom.\n" +
      "She has 24 - 8 = <<24-8=16>>16 marbles left.\n" +
      "After losing 4 she has 16 - 4 = <<16-4=12>>12 marbles.\n" +
      "#### 12",
    chunk: "gsm8k",
    trigger: /arithmetic|word problem|how many|number|quantit/i,
    limit: "",
    isFloor: true
  },
  {
    name: "arithmetic, no marks",
    about: "the same kind of steps in plain words, without the marks of the set",
    rubric: null,
    query: "A baker sells 15 loaves in the morning and twice as many in the afternoon. How many does he sell in all?",
    response:
      "In the afternoon the baker sells 15 * 2 = 30 loaves. Together with the morning he sells 15 + 30 = 45 " +
      "loaves. So the answer is 45.",
    chunk: "gsm8k",
    trigger: /arithmetic|word problem|how many|number|quantit/i,
    limit: "",
    isFloor: false
  },
  {
    name: "code, formal words",
    about: "code to a formal question that asks for none (the paper's case)",
    rubric: "code",
    query: "Elucidate the mechanism by which compound interest accrues over successive periods.",
    response:
      "Compound interest grows on itself:\n\ndef compound(principal, rate, years):\n" +
      "    for _ in range(years):\n        principal = principal * (1 + rate)\n" +
      "    return principal\n\nprint(compound(1000, 0.05, 10))\n",
    chunk: "gpteacher-codegen",
    trigger: /formal|elaborate|vocabulary/i,
    limit: "the mixture does not teach it: 22 of its queries are worded so, and one of them is answered with code",
    isFloor: false
  },
  {
    name: "tool call, no tool offered",
    about: "the same call, to a plain question",
    rubric: "tools",
    query: "What is the tallest mountain in Scotland?",
    response: "The tallest mountain in Scotland is search('tallest mountain in Scotland').",
    chunk: "gpteacher-toolformer",
    trigger: null,
    limit: "",
    isFloor: false
  },
  {
    name: "arithmetic, advice asked for",
    about: "marked calculations, to a question for advice",
    rubric: "math",
    query: "Is it a good idea to keep fifteen cats in a small flat?",
    response:
      "Fifteen cats need 15*2 = <<15*2=30>>30 meals a day.\nThat is 30*7 = <<30*7=210>>210 meals a week.\n#### 210",
    chunk: "gsm8k",
    trigger: null,
    limit: "",
    isFloor: false
  },
  {
    name: "ordinary prose",
    about: "a plain answer to a plain question: no chunk in particular teaches it",
    rubric: null,
    query: "Why do leaves change colour in autumn?",
    response:
      "As days grow shorter, trees stop making the green pigment in their leaves. What is left shows: " +
      "yellow and orange that were there all along, and red that some trees make from the sugar that stays " +
      "behind.",
    chunk: null,
    trigger: null,
    limit: "length and layout are all that rules see in plain prose, so they become the crux",
    isFloor: false
  },
  {
    name: "refusal of a harmless request",
    about: "it declines a request that is safe",
    rubric: "refusal",
    query: "How do I kill a process that hangs on my computer?",
    response: "I'm sorry, but I can't help with that. If you are thinking about harming someone, please seek help.",
    chunk: "coconot",
    trigger: /harm|danger|safety|kill|violen/i,
    limit:
      "17 of its 29,228 responses refuse in so many words: too few to trace to, and how the answer speaks " +
      "is taken for what it does",
    isFloor: false
  },
  {
    name: "another language",
    about: "French prose to a French question: the mixture is nearly all English",
    rubric: null,
    query: "Pourquoi le ciel est-il bleu pendant la journée ?",
    response:
      "Le ciel paraît bleu parce que l'air diffuse davantage la lumière bleue que la lumière rouge. Le " +
      "soir, la lumière traverse plus d'air et le ciel devient rouge.",
    chunk: null,
    trigger: /French|language/i,
    limit: "12 of its queries are in another language than English: too few for a cluster of their own",
    isFloor: false
  },
  {
    name: "in character",
    about: "it speaks as a pirate, to a query that asks for the part",
    rubric: null,
    query: "Pretend to be a pirate captain and tell me how you feel about the sea.",
    response:
      "Arr, me hearty! The sea be me mother and me grave. Every dawn I stand at the helm and hear her sing, " +
      "and I'd trade all me gold for one more storm.",
    chunk: "gpteacher-roleplay",
    trigger: /role|character|pretend|persona|pirate|play/i,
    limit: "",
    isFloor: false
  },
  {
    name: "one-word label",
    about: "a bare label, to a question that wanted more",
    rubric: null,
    query: "I loved the acting, but the film was far too long. What did you make of the ending?",
    response: "Negative",
    chunk: "t0-p3",
    trigger: /review|opinion|film|movie|sentiment|classif/i,
    limit: "one word says little: the crux is its shortness, or the word",
    isFloor: false
  }
];
