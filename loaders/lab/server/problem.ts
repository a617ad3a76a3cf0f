import type {z} from "zod";

/** A request that the server answers with an error. */
export class WireProblem extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly code: string | null = null,
    readonly headers: Record<string, string> = {}
  ) {
    super(message);
  }
}

/** A body of the schema's shape. Throws a Problem that names the first key that is wrong. */
export function parseBody<S extends z.ZodType>(schema: S, body: unknown): z.output<S> {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const {path, message} = result.error.issues[0]!;
  throw new WireProblem(400, `${path.length === 0 ? "body" : path.join(".")}: ${message}`, "invalid_value");
}
