import {describe, expect, it} from "vitest";
import {csvFile, toCsv} from "./csv.js";

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

  it.each(["=1+1", "+1", "-1+1", "@SUM(1)", "\t=1", "\r=1", "\n=1", "  =1", "\uFF1D1+1", "\uFF0B1", "\uFF20x"])(
    "takes the power from %j",
    (text) => {
      const [, cell] = toCsv([{a: text}]).split(/^a\r\n/);
      expect(cell).toMatch(/^"?'/);
    }
  );

  it.each(["a = b", "1-2", "me@x", "'quoted"])("leaves %j as it is", (text) => {
    expect(toCsv([{a: text}])).toBe(`a\r\n${text}\r\n`);
  });
});

describe("csvFile(rows)", () => {
  it("begins with the mark by which Excel knows UTF-8", () => {
    expect([...csvFile([{word: "café"}])].slice(0, 3)).toEqual([0xef, 0xbb, 0xbf]);
    expect(new TextDecoder().decode(csvFile([{word: "café"}]))).toBe("word\r\ncafé\r\n");
  });
});
