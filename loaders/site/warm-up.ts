/**
 * Asks a preview for pages and for the modules that they load, one after another, before a reader does: the first page
 * that is opened would wait until Framework has compiled some eighty modules. What fails is asked again by a reader.
 */
export async function warmUp(address: string, pages: readonly string[], signal: AbortSignal): Promise<void> {
  const known = new Set<string>();
  for (const page of pages) {
    const html = await textOf(address + page, signal);
    for (const [, path] of html.matchAll(/<link rel="modulepreload" href="([^"]+)"/g)) {
      const module = new URL(path!.replaceAll("&amp;", "&"), address + page).href;
      if (!known.has(module)) await textOf(module, signal);
      known.add(module);
    }
  }
}

async function textOf(address: string, signal: AbortSignal): Promise<string> {
  try {
    return await (await fetch(address, {signal})).text();
  } catch {
    return "";
  }
}
