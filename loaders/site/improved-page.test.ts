import {expect, it} from "vitest";
import {improved} from "./improved-page.js";

const page = `<!DOCTYPE html>
<html>
<head>
<meta name="viewport" content="width=device-width, initial-scale=1, maximum-scale=1">
</head>
<body>
<input id="observablehq-sidebar-toggle" type="checkbox" title="Toggle sidebar">
<main id="observablehq-main" class="observablehq">
</main>
</body>
</html>`;

it("a page says its language, can be zoomed, and begins with a link to its content", () => {
  const html = improved(page);
  expect(html).toContain('<html lang="en">');
  expect(html).toContain('content="width=device-width, initial-scale=1"');
  expect(html).toMatch(/<body>\n<a class="skip-link" href="#observablehq-main">/);
  expect(html).toContain('<main tabindex="-1" id="observablehq-main"');
  expect(html).toContain('aria-label="Toggle the sidebar" type="checkbox"');
});
