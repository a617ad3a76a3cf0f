import {vi} from "vitest";

/** Waits until a check holds; unlike `expect.poll` also in tests that run at the same time as others. */
export const soon = (check: () => Promise<void>): Promise<void> => vi.waitFor(check, {timeout: 30_000, interval: 200});
