import axe from "axe-core";
import type {Page} from "playwright-core";

const colourSchemes = ["light", "dark"] as const;

/** What is seriously wrong with an open page for people who can't see or point, light and dark; one line a fault. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const faults: string[] = [];
  for (const colorScheme of colourSchemes) {
    await page.emulateMedia({colorScheme});
    const found = await page.evaluate(run);
    faults.push(...found.map((fault) => `${colorScheme}: ${fault}`));
  }
  return faults;
}

/** Runs on the page. */
async function run(): Promise<string[]> {
  const {axe: here} = window as unknown as {axe: typeof axe};
  const {violations} = await here.run(document, {resultTypes: ["violations"]});
  return violations
    .filter(({impact}) => impact === "serious" || impact === "critical")
    .flatMap(({id, nodes}) =>
      nodes.slice(0, 3).map(({html, any, all}) => {
        const [first] = [...any, ...all];
        return `${id} at ${html.slice(0, 160)}: ${first?.message ?? ""} (${nodes.length} in all)`;
      })
    );
}
