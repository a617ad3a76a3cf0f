import {parseProvider, providerOf} from "../../model/provider.js";
import type {ModelServer, ServerOptions} from "../../model/providers/definition.js";
import type {RoleSpec} from "../../step/role.js";
import {rolesOf, type Study} from "../../step/study.js";

/** Starts the model servers that a study needs and nobody runs yet. Throws a UserError when one can't be had. */
export async function startServers(study: Study, options: ServerOptions): Promise<{stop: () => Promise<void>}> {
  const started: ModelServer[] = [];
  const stop = async () => void (await Promise.all(started.map((server) => server.stop())));
  try {
    for (const role of rolesOf(study)) {
      const server = await startModelServer(role, options);
      if (server !== null) started.push(server);
    }
    return {stop};
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Starts the server of a model if it needs one and nobody runs it yet; else resolves to null. */
export async function startModelServer(
  {model, baseUrl, address: own}: Pick<RoleSpec, "model" | "baseUrl" | "address">,
  options: ServerOptions
): Promise<ModelServer | null> {
  const provider = providerOf(model);
  const address = own ?? baseUrl ?? provider.baseUrl;
  if (address === null) return null;
  return (await provider.ensureServer?.(parseProvider(model).model, address, options)) ?? null;
}
