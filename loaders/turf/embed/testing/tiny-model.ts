import {mkdirSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {encodeGraph} from "../../vectors/graph.js";

/** What each word of the tiny model means: its token's vector. */
export const tinyWords: Record<string, number[]> = {
  "[PAD]": [0, 0, 0],
  "[UNK]": [0, 0, 1],
  "[CLS]": [1, 1, 0],
  "[SEP]": [1, 1, 0],
  red: [1, 0, 0],
  green: [0, 1, 0]
};

/** Writes a model folder in the layout of the Hub: a table of word vectors as an ONNX graph, and its tokenizer. */
export function writeTinyModel(folder: string, words: Record<string, number[]> = tinyWords): void {
  const names = Object.keys(words);
  const dimension = Object.values(words)[0]!.length;
  const vocab = Object.fromEntries(names.map((name, i) => [name, i]));
  mkdirSync(join(folder, "onnx"), {recursive: true});
  const write = (name: string, value: unknown): void => writeFileSync(join(folder, name), JSON.stringify(value));
  write("config.json", {model_type: "bert", hidden_size: dimension, vocab_size: names.length});
  write("tokenizer_config.json", {tokenizer_class: "BertTokenizer", pad_token: "[PAD]", unk_token: "[UNK]"});
  write("tokenizer.json", {
    version: "1.0",
    truncation: null,
    padding: null,
    added_tokens: ["[PAD]", "[UNK]", "[CLS]", "[SEP]"].map((content, id) => ({
      id,
      content,
      special: true,
      single_word: false,
      lstrip: false,
      rstrip: false,
      normalized: false
    })),
    normalizer: null,
    pre_tokenizer: {type: "Whitespace"},
    post_processor: null,
    decoder: null,
    model: {type: "WordLevel", vocab, unk_token: "[UNK]"}
  });
  const table = Float32Array.from(Object.values(words).flat());
  const graph = encodeGraph({
    inputs: [
      {name: "input_ids", type: "int64", shape: ["batch", "length"]},
      {name: "attention_mask", type: "int64", shape: ["batch", "length"]}
    ],
    outputs: [{name: "last_hidden_state", type: "float32", shape: ["batch", "length", dimension]}],
    nodes: [{operator: "Gather", inputs: ["table", "input_ids"], outputs: ["last_hidden_state"]}],
    constants: [{name: "table", type: "float32", shape: [names.length, dimension], bytes: new Uint8Array(table.buffer)}]
  });
  writeFileSync(join(folder, "onnx", "model.onnx"), graph);
}
