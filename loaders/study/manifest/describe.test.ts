import {expect, it} from "vitest";
import type {Lab} from "../../lab/lab.js";
import {describeLab} from "./describe.js";

it("writes the lab's numbers as pages do", () => {
  const accuracy = {pairs: 12345, heldOut: 0.984, baseline: 0.23};
  expect(describeLab({world: "chunky", accuracy} as unknown as Lab)).toBe(
    "The lab (world chunky) is a test rig, no language model. Its target was trained on 12,345 pairs and predicts the " +
      "behaviour of 98% of the held-out ones (most frequent behaviour: 23%)."
  );
});
