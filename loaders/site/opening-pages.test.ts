import {describe, expect, it} from "vitest";
import {OpeningPages} from "./opening-pages.js";

function clocked() {
  const clock = {now: 0};
  return {clock, pages: new OpeningPages(() => clock.now)};
}

describe("OpeningPages", () => {
  it("holds data while a page is being opened, and a little longer", () => {
    const {clock, pages} = clocked();
    expect(pages.mayMove).toBe(true);
    pages.opens();
    clock.now = 3000;
    expect(pages.mayMove).toBe(false);
    pages.isThere();
    expect(pages.mayMove).toBe(false);
    clock.now = 6000;
    expect(pages.mayMove).toBe(true);
  });

  it("does not wait for a page that never says that it is there", () => {
    const {clock, pages} = clocked();
    pages.opens();
    clock.now = 10_001;
    expect(pages.mayMove).toBe(true);
  });

  it("moves on every five seconds at most", () => {
    const {clock, pages} = clocked();
    pages.moved();
    clock.now = 4999;
    expect(pages.mayMove).toBe(false);
    clock.now = 5000;
    expect(pages.mayMove).toBe(true);
  });

  it("shows the newest data to a page that is asked for, unless another is being opened", () => {
    const {clock, pages} = clocked();
    let times = 0;
    pages.beforeOpening = () => void times++;
    pages.opens();
    pages.opens();
    expect(times).toBe(1);
    clock.now = 20_000;
    pages.opens();
    expect(times).toBe(2);
  });
});
