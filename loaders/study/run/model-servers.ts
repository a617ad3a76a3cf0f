import {parseProvider} from "../../model/provider.js";
import {providers} from "../../model/providers.js";
import {ensureVllm, type VllmOptions, type VllmServer} from "../../model/vllm.js";
import {rolesOf, type Study} from "../../step/study.js";

/** Starts the model servers that a study needs and that do not run yet. Throws a UserError if one can't be started. */
export async function startServers(study: Study, options: VllmOptions): Promise<{stop: () => Promise<void>}> {
  const started: VllmServer[] = [];
  const stop = async () => void (await Promise.all(started.map((server) => server.stop())));
  try {
    for (const {model, baseUrl} of rolesOf(study)) {
      const parsed = parseProvider(model);
      if (parsed.provider !== "vllm") continue;
      const server = await ensureVllm(parsed.model, baseUrl ?? providers.vllm.baseUrl!, options);
      if (server !== null) started.push(server);
    }
    return {stop};
  } catch (error) {
    await stop();
    throw error;
  }
}
