import { assertSafeUrl, leadsInside } from "#platform/fetch.ts";
import type { AdapterKind } from "#platform/model/types.ts";
import { AppError } from "#schema/errors.ts";

/** What of an adapter decides whether it can work. */
interface Reach {
  kind: AdapterKind;
  baseUrl: string | null;
  hasKey: boolean;
  local: boolean;
}

/**
 * Holds an adapter to what its kind allows and its address to what may be called.
 * @throws request.validation_failed naming the field; address.unsafe_address
 */
export async function demandSound({ kind, baseUrl, hasKey, local }: Reach): Promise<void> {
  const ownAddress = kind !== "claude-cli" && kind !== "offline";
  if (baseUrl && !ownAddress) throw wrong("baseUrl", "not_allowed", `An adapter of the kind ${kind} has no address.`);
  if (needsKey(kind, baseUrl) && !hasKey) throw wrong("key", "required", `An adapter of the kind ${kind} needs a key.`);
  if (local && kind !== "ollama" && kind !== "offline" && (kind !== "openai" || !baseUrl))
    throw wrong("local", "not_local", `The kind ${kind} sends texts to its maker's cloud; it cannot be called local.`);
  if (!baseUrl) return;
  await assertSafeUrl(baseUrl);
  const { protocol, hostname } = new URL(baseUrl);
  const isInside = await leadsInside(hostname.replace(/^\[|\]$/g, ""));
  if (local && !isInside)
    throw wrong("local", "not_local", `${hostname} is not an address of the own network; it cannot be called local.`);
  if (protocol === "http:" && !isInside)
    throw wrong("baseUrl", "https", `${hostname} is not an address of the own network; give its https address.`);
}

/** A server that somebody runs for themselves may let everybody in; the makers' clouds do not. */
function needsKey(kind: AdapterKind, baseUrl: string | null): boolean {
  return (kind === "openai" || kind === "anthropic" || kind === "google") && !baseUrl;
}

/** The error of one field. */
export function wrong(path: string, rule: string, message: string): AppError {
  return new AppError("request.validation_failed", message, { fields: [{ path, rule, message }] });
}
