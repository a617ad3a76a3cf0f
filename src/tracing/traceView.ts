/** The trace that an address names, as `?trace=3` or `?finding=rebut-1`; the first one if it names none that exists. */
export function readTrace<T extends {id: number; finding: string | null}>(
  search: string,
  traces: readonly T[]
): T | undefined {
  const given = new URLSearchParams(search);
  const [id, finding] = [given.get("trace"), given.get("finding")];
  return (
    traces.find((trace) => id !== null && String(trace.id) === id) ??
    traces.find((trace) => finding !== null && trace.finding === finding) ??
    traces[0]
  );
}

/** Whether an address names a trace at all. */
export const namesTrace = (search: string): boolean => /[?&](trace|finding)=/.test(search);

export const traceAddress = (id: number): string => `?trace=${id}`;
