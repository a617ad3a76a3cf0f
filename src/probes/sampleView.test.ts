import {describe, expect, it} from "vitest";
import {emptySampleView, isChosen, sampleAddress} from "./sampleView.js";

describe("the address of a sample reader", () => {
  it("holds a view, beside what else the page has there", () => {
    const view = {...emptySampleView, step: "probe", probe: "sums", row: "1", model: "a:b", page: 2, open: 7};
    const address = sampleAddress.write(view, "?p=probe%2Fsums&sample=3");
    expect(sampleAddress.read(address)).toEqual(view);
    expect(new URLSearchParams(address).get("p")).toBe("probe/sums");
  });

  it("reads nonsense as the default", () => {
    const view = sampleAddress.read("?page=-1&sample=1e9&prompt=1%20OR%201&show=constructor");
    expect(view).toEqual(emptySampleView);
    expect(isChosen(view)).toBe(false);
  });
});
