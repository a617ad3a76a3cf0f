import {parseProvider, providerOf} from "../../model/provider.js";
import type {ModelServer, ServerOptions} from "../../model/providers/definition.js";
import {rolesOf, type Study} from "../../step/study.js";

/** Starts the model servers that a study needs and nobody runs yet. Throws a UserError when one can't be had. */
export async function startServers(study: Study, options: ServerOptions): Promise<{stop: () => Promise<void>}> {
  const started: ModelServer[] = [];
  const stop = async () => void (await Promise.all(started.map((server) => server.stop())));
  try {
    for (const {model, baseUrl} of rolesOf(study)) {
      const provider = providerOf(model);
      const address = baseUrl ?? provider.baseUrl;
      if (address === null) continue;
      const server = await provider.ensureServer?.(parseProvider(model).model, address, options);
      if (server) started.push(server);
    }
    return {stop};
  } catch (error) {
    await stop();
    throw error;
  }
}
