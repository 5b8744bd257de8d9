import { carry } from "#platform/leaving.ts";
import type { AdapterConfig, AdapterKind } from "./types.ts";

export type RemoteKind = Exclude<AdapterKind, "offline" | "claude-cli">;
export type RemoteConfig = AdapterConfig & { kind: RemoteKind };

const defaultUrl: Record<RemoteKind, string> = {
  openai: "https://api.openai.com/v1",
  anthropic: "https://api.anthropic.com/v1",
  google: "https://generativelanguage.googleapis.com/v1beta",
  ollama: "http://127.0.0.1:11434/api",
};

const answerMaxBytes = 64 * 1024 * 1024;
const callMaxMs = 30 * 60 * 1000;

/** The SDK, loaded on first use. It would print its warnings to the console if it were not told not to. */
export function sdk() {
  globalThis.AI_SDK_LOG_WARNINGS = false;
  return import("ai");
}

/**
 * The SDK's provider of a kind, loaded on first use. Key and address are always explicit, so that a tenant's account
 * never falls back to one found in the environment. Addresses other than the provider's own go through the guard like these.
 */
export async function languageModel(config: RemoteConfig, model: string) {
  const settings = connection(config);
  switch (config.kind) {
    case "openai":
      return (await import("@ai-sdk/openai")).createOpenAI(settings).chat(model);
    case "anthropic":
      return (await import("@ai-sdk/anthropic")).createAnthropic(settings)(model);
    case "google":
      return (await import("@ai-sdk/google")).createGoogle(settings)(model);
    case "ollama":
      return (await import("ollama-ai-provider-v2")).createOllama(settings)(model);
  }
}

/** As `languageModel`, for the two kinds that embed. */
export async function embeddingModel(config: RemoteConfig & { kind: "openai" | "ollama" }, model: string) {
  const settings = connection(config);
  if (config.kind === "openai") return (await import("@ai-sdk/openai")).createOpenAI(settings).embedding(model);
  return (await import("ollama-ai-provider-v2")).createOllama(settings).embedding(model);
}

/** Whether it is called local and its address looks like this machine, its private network or a bare container name. */
export function staysInside(config: RemoteConfig): boolean {
  if (!isDeclaredLocal(config)) return false;
  const { hostname } = new URL(baseUrl(config));
  if (/^(localhost|127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|\[::1\]|\[f[cd])/.test(hostname)) return true;
  return !hostname.includes(".") || /\.(local|internal|localhost)$/.test(hostname);
}

function isDeclaredLocal({ kind, local }: RemoteConfig): boolean {
  return kind === "ollama" ? (local ?? true) : kind === "openai" && local === true;
}

function connection(config: RemoteConfig) {
  const url = baseUrl(config);
  const own = config.baseUrl === undefined ? [new URL(url).host] : [];
  return {
    baseURL: url,
    apiKey: config.apiKey ?? "none",
    headers: config.kind === "ollama" && config.apiKey ? { authorization: `Bearer ${config.apiKey}` } : {},
    fetch: (input: string | URL | Request, init?: RequestInit) =>
      carry(input instanceof Request ? input.url : input, {
        ...init,
        timeoutMs: callMaxMs,
        maxBytes: answerMaxBytes,
        allowHosts: own,
        redirect: "error",
        declaredLocal: isDeclaredLocal(config),
      }),
  };
}

/** Ollama is entered as people know it, with or without the `/api` its routes start with. */
function baseUrl(config: RemoteConfig): string {
  const url = (config.baseUrl ?? defaultUrl[config.kind]).replace(/\/+$/, "");
  return config.kind === "ollama" && !url.endsWith("/api") ? `${url}/api` : url;
}
