import {describe, expect, it} from "vitest";
import {AttributePoolBuilder} from "../../corpus/pools/attribute-pool.js";
import {AcquisitionValue} from "./acquisition-value.js";
import {AttributePosterior} from "./attribute-posterior.js";
import {Coverage} from "./coverage.js";
import {Observations} from "./observations.js";
import {PoolIndex} from "./pool-index.js";
import {SeverityBelief} from "./severity-belief.js";
import {Suspects} from "./suspects.js";

const builder = new AttributePoolBuilder();
for (let row = 0; row < 40; row++) builder.addRow(row < 10 ? ["a", "b", `c${row}`] : [`d${row}`, `e${row}`, "b"]);
const pool = builder.build("test");
const index = new PoolIndex(pool);
const id = (name: string): number => pool.attributes.indexOf(name);

function setUp() {
  const observations = new Observations(index.size, 70);
  const posterior = new AttributePosterior(observations, 0.2);
  const coverage = new Coverage(index.size);
  const suspects = new Suspects(observations, posterior, index, 0.2);
  const value = new AcquisitionValue(index, posterior, coverage, suspects, new SeverityBelief(index.size), 0.2);
  return {observations, posterior, coverage, suspects, value};
}

describe("AcquisitionValue", () => {
  it("is greater for what more rows hold, and falls with each test", () => {
    const {value, coverage} = setUp();
    expect(value.ofAttribute(id("b"))).toBeGreaterThan(value.ofAttribute(id("a")));
    expect(value.ofPair(id("a"), id("b"))).toBeGreaterThan(value.ofPair(id("a"), id("c1")));
    const none = () => false;
    const before = value.ofSet([id("a"), id("b")], none);
    coverage.add([id("a"), id("b")]);
    expect(value.ofSet([id("a"), id("b")], none)).toBeLessThan(before);
  });

  it("counts triples of one row, each until it was tested", () => {
    const {value, coverage} = setUp();
    const set = [id("a"), id("b"), id("c1")];
    const ofTriple = () => value.ofSet(set, () => true) - value.ofSet(set, (other) => other !== id("c1"));
    const before = ofTriple();
    expect(before).toBeGreaterThan(0);
    expect(before).toBeCloseTo(value.ofTriple(id("c1"), id("a"), id("b")));
    coverage.add(set);
    expect(ofTriple()).toBeLessThan(0.6 * before);
  });

  it("is greater for pairs whose members fail in other company", () => {
    const {value, observations, posterior} = setUp();
    for (let i = 0; i < 60; i++)
      observations.add({attributes: [id("c1")], purpose: "explore", score: 10, prompt: null});
    for (let i = 0; i < 10; i++)
      observations.add({attributes: [id("d11")], purpose: "explore", score: i < 3 ? 90 : 10, prompt: null});
    posterior.update([]);
    expect(value.ofPair(id("d11"), id("e11"))).toBeGreaterThan(5 * value.ofPair(id("c1"), id("a")));
  });

  it("is greater for a pair that failed together, by what its members do elsewhere", () => {
    const {value, observations, suspects, posterior, coverage} = setUp();
    const [a, b] = [id("c1"), id("d11")];
    for (let i = 0; i < 60; i++)
      observations.add({attributes: [id("c2"), id("e12")], purpose: "explore", score: 10, prompt: null});
    posterior.update([]);
    const before = value.ofPair(a, b);
    coverage.add([a, b]);
    suspects.count(observations.add({attributes: [a, b], purpose: "explore", score: 90, prompt: null}), 1);
    posterior.update([]);
    suspects.update();
    expect(value.ofPair(a, b)).toBeGreaterThan(5 * before);
    expect(suspects.ofPair(b, a)).toMatchObject({n: 1});
  });
});
