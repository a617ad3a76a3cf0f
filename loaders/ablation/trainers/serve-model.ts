import type {Model} from "../../model/model.js";
import {parseProvider, providerOf} from "../../model/provider.js";
import type {ModelServer} from "../../model/providers/definition.js";
import type {TrainedModel, TrainJob} from "./trainer.js";

interface ServeOptions extends Pick<TrainJob, "hash" | "seed" | "signal" | "log"> {
  make(name: string, baseUrl: string | null): Model;
  baseUrl: string | null; // instead of its provider's own
}

/**
 * Makes a trained model, with a server where it needs one that nobody runs. Its answers are those of its data and seed:
 * the next arm may be served under the same name. Throws a UserError.
 */
export function serveModel(name: string, options: ServeOptions): TrainedModel {
  const {make, baseUrl, hash, seed, signal, log} = options;
  const made = make(name, baseUrl);
  const model: Model = {
    ...made,
    identity: `${made.identity} trained on ${hash} with seed ${seed}`,
    ask: (request, askOptions) => made.ask(request, askOptions)
  };
  const provider = providerOf(name);
  const address = baseUrl ?? provider.baseUrl;
  let server: ModelServer | null = null;
  return {
    model,
    async start() {
      if (address !== null)
        server = (await provider.ensureServer?.(parseProvider(name).model, address, {signal, log})) ?? null;
      await made.open?.();
    },
    release: async () => void (await server?.stop())
  };
}
