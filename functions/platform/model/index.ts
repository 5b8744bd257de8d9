import { staysInside } from "./providers.ts";
import type { AdapterConfig, ModelAdapter, ModelEvent, ModelRequest } from "./types.ts";

export { ModelError, type ModelErrorCode } from "./errors.ts";
export type {
  AdapterConfig,
  AdapterKind,
  ModelAdapter,
  ModelCall,
  ModelEvent,
  ModelRequest,
  ModelTool,
  ModelTurn,
  ModelUsage,
} from "./types.ts";

/**
 * A way to reach a model. Opening is free: the provider's SDK is loaded with the first call, and never for `offline`.
 * `local` is true for `offline`, and for what is called local at an address of the own network.
 */
export function openAdapter(config: AdapterConfig): ModelAdapter {
  const { kind } = config;
  if (kind === "offline") return { kind, local: true, stream: streamOffline };
  if (kind === "claude-cli") return { kind, local: false, stream: (request) => streamProgram(config, request) };
  const remote = { ...config, kind };
  return {
    kind,
    local: staysInside(remote),
    async *stream(request) {
      const { streamRemote } = await import("./remote.ts");
      yield* streamRemote(remote, request);
    },
  };
}

async function* streamOffline(request: ModelRequest): AsyncIterable<ModelEvent> {
  const offline = await import("./offline.ts");
  yield* offline.streamOffline(request);
}

async function* streamProgram(config: AdapterConfig, request: ModelRequest): AsyncIterable<ModelEvent> {
  const program = await import("./claude-cli.ts");
  yield* program.streamClaudeCli(config, request);
}
