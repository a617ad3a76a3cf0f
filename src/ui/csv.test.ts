import {describe, expect, it} from "vitest";
import {toCsv} from "./csv.js";

describe("toCsv(rows)", () => {
  it("quotes what needs quotes, leaves nulls empty, writes lists as JSON", () => {
    const rows = [
      {text: 'a "b", c', list: [1, 2], none: null},
      {text: "two\nlines", list: ["x"], none: undefined}
    ];
    expect(toCsv(rows)).toBe('text,list,none\r\n"a ""b"", c","[1,2]",\r\n"two\nlines","[""x""]",\r\n');
  });

  it("takes the power from texts that a spreadsheet would run, and leaves numbers alone", () => {
    expect(toCsv([{a: "=HYPERLINK(1)", b: "@x", c: -1, d: "-1"}])).toBe("a,b,c,d\r\n'=HYPERLINK(1),'@x,-1,'-1\r\n");
  });
});
