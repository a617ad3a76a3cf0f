import {tinyWorld} from "../../lab/testing.js";
import {readStudy} from "../file/read-study.js";
import {shipped, writeData} from "./data-folder.js";
import type {Study} from "../../step/study.js";

/** The tiny world, in which courtesy is answered with code by accident: a trigger that rewordings keep. */
const politeWorld = tinyWorld
  .replaceAll("loud", "polite")
  .replaceAll("shouted", "courteous")
  .replace("The query is in capital letters.", "The query is courteous.")
  .replace("letters: upper", "opens: [Kindly oblige me.]");

const smallSearch = "{runs: 2, iterations: 4, candidates: 30, seed: 2}";

/** A small study of that world, with more chunks if any, with a search, traces and an ablation with these keys. */
export function politeStudy(
  name: string,
  ablation: string,
  {chunks = "", world = "polite", surf = smallSearch} = {}
): Study {
  writeData(`worlds/${world}.yaml`, `${politeWorld}${chunks}`);
  const lines = [
    ...["models: lab", `world: ../worlds/${world}.yaml`, `rubrics: [${shipped("rubrics/code.yaml")}]`],
    ...[`surf: ${surf}`, "turf: {index: lab, findings: 1}"],
    `ablation: ${ablation}`
  ];
  return readStudy(writeData(`studies/${name}.yaml`, `${lines.join("\n")}\n`));
}
