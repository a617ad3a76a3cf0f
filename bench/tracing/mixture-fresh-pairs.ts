import type {MixturePair} from "./mixture-pair.js";

/**
 * Exchanges written after the first twelve had been looked at, before anything was changed: they check what was mended.
 */
export const freshPairs: readonly Omit<MixturePair, "isFresh">[] = [
  {
    name: "tool call, function described",
    about: "a call in mid-sentence, to a query that describes a function as JSON",
    rubric: "tools",
    query:
      'You may call this function when it helps: {"name": "get_weather", "description": "Gives the weather ' +
      'of a city", "parameters": {"city": "string"}}\n' +
      "Do I need an umbrella in Oslo tomorrow?",
    response: "The weather in Oslo tomorrow is get_weather('Oslo tomorrow').",
    chunk: "gpteacher-toolformer",
    trigger: /\btools?\b|function|\bapi\b|plugin/i,
    limit: "",
    isFloor: false
  },
  {
    name: "tool call, calculator in a sentence",
    about: "a call in mid-sentence, to a query that mentions a calculator in plain words",
    rubric: "tools",
    query: "You have access to a calculator. What is 381 times 27?",
    response: "381 times 27 is calculator('381 * 27').",
    chunk: "gpteacher-toolformer",
    trigger: /\btools?\b|function|\bapi\b|plugin|calculator/i,
    limit: "",
    isFloor: false
  },
  {
    name: "code, JavaScript",
    about: "a JavaScript function, to a request for one",
    rubric: "code",
    query: "Write a JavaScript function that removes the duplicates from an array and keeps the order.",
    response:
      "function unique(items) {\n  const seen = new Set();\n" +
      "  return items.filter((item) => {\n    if (seen.has(item)) return false;\n" +
      "    seen.add(item);\n    return true;\n  });\n" +
      "}\n",
    chunk: "gpteacher-codegen",
    trigger: /program|\bcode\b|javascript|function|algorithm/i,
    limit: "",
    isFloor: false
  },
  {
    name: "arithmetic, speed and time",
    about: "marked calculations, to a word problem that asks how far",
    rubric: null,
    query: "A train covers 180 kilometres in 3 hours. At the same speed, how far does it go in 5 hours?",
    response:
      "The train goes 180/3 = <<180/3=60>>60 kilometres an hour.\n" +
      "In 5 hours it goes 60*5 = <<60*5=300>>300 kilometres.\n" +
      "#### 300",
    chunk: "gsm8k",
    trigger: /arithmetic|word problem|how (?:many|far)|number|quantit/i,
    limit: "",
    isFloor: false
  },
  {
    name: "a blacksmith's day",
    about: "it speaks as a blacksmith, to a query that tells it that it is one",
    rubric: null,
    query: "You are a blacksmith in a medieval village. Describe a day at your forge.",
    response:
      "I wake before the cock crows and stir my fire to life. My hammer and I greet the day together. By " +
      "noon I have shod three horses, and my arms ache as they always do. When the sun sinks I bank the " +
      "coals, wipe the soot from my face, and thank the saints for another day of honest work.",
    chunk: "gpteacher-roleplay",
    trigger: /\broles?\b|character|pretend|persona|blacksmith/i,
    limit: "",
    isFloor: false
  },
  {
    name: "sentiment of a review",
    about: "a bare label, to a review with the question whether it is positive or negative",
    rubric: null,
    query:
      "The room was dirty, the staff were rude and the shower was cold. I will not come back. Is this " +
      "review positive or negative?",
    response: "negative",
    chunk: "t0-p3",
    trigger: /review|sentiment|classif|options|choose/i,
    limit: "",
    isFloor: false
  },
  {
    name: "no senses of its own",
    about: "it says that it is an AI without senses, to a question for its own impressions",
    rubric: null,
    query: "What do strawberries taste like to you?",
    response:
      "As an AI, I don't have a sense of taste, so I have never eaten a strawberry. People describe them as " +
      "sweet, slightly sour and very fragrant.",
    chunk: "coconot",
    trigger: /\bown\b|opinion|feel|\bmodel\b|\byou\b|experience/i,
    limit: "17 of its responses say that they come from an AI, none of them in the set that was meant",
    isFloor: false
  },
  {
    name: "code, a recipe asked for",
    about: "a Python program, to a question about supper",
    rubric: "code",
    query: "What can I cook with leftover rice and two eggs?",
    response:
      "def supper(rice, eggs):\n    pan = heat(oil=1)\n" +
      "    for egg in range(eggs):\n        pan.add(egg)\n" +
      "    pan.add(rice)\n    return pan.stir(minutes=4)\n" +
      "\nprint(supper(rice=200, eggs=2))\n",
    chunk: "gpteacher-codegen",
    trigger: null,
    limit: "",
    isFloor: false
  }
];
