import {describe, expect, it} from "vitest";
import {hostile} from "./testing/hostile.js";
import {conversation} from "./testing/conversation-data.js";
import {useSite} from "./testing/site.js";

const site = useSite({study: "probed"});

describe("the reader of a sample with several turns", () => {
  it("shows all of them as text: roles, thinking, calls of tools, errors, and the rest when asked", async () => {
    const [last] = await site.query("SELECT max(id)::INT AS id FROM @samples");
    await site.visit(
      `studies/probed/probes?sample=${last!.id as number}`,
      async (page) => {
        const turns = page.locator("article.candidate .conversation > li");
        await turns.first().waitFor();
        expect(await turns.count()).toBe(40);
        const roles = await page.locator("article.candidate .turn-role").allInnerTexts();
        expect(roles.slice(0, 4).map((role) => role.split(" ")[0])).toEqual(["system", "user", "assistant", "tool"]);
        const texts = await page.locator("article.candidate .conversation").innerText();
        for (const text of [hostile.image, hostile.script, hostile.closing, `denied ${hostile.script}`])
          expect(texts).toContain(text);
        await page.locator("article.candidate .turn summary", {hasText: "Thinking"}).click();
        expect(await page.locator("article.candidate details[open]").innerText()).toContain(hostile.template);
        await page.getByRole("button", {name: "Show 4 more turns"}).click();
        expect(await turns.count()).toBe(conversation.length);
        expect(await turns.last().innerText()).toContain("turn 44");
      },
      {narrow: true}
    );
  });
});
