import type { AdapterKind } from "#platform/model/types.ts";
import type { Tier } from "#schema/agent.ts";
import { AppError } from "#schema/errors.ts";

interface Candidate {
  name: string;
  kind: string;
  local: boolean;
}

/** A way to a model as one run uses it: the adapter and the model asked there. */
export interface AdapterChoice {
  id: string;
  name: string;
  kind: AdapterKind;
  local: boolean;
  baseUrl: string | null;
  keyCipher: string | null;
  model: string;
}

/**
 * The adapters a run may use, the first one first: the configured one, else that of the order. The others stand in for it
 * when it fails; nothing stands in for `offline`, which fails only by itself. Without an order the tier tries all by priority, except `offline`: what is made without a model stands in
 * for one only where the order says so.
 * A `local_only` tenant never gets one that leaves the machine: a configured cloud adapter is an error, not a fallback.
 */
export function orderAdapters<A extends Candidate>(
  byPriority: readonly A[],
  choice: {
    wanted: string | null;
    localOnly: boolean;
    allowed: readonly string[];
    order: readonly string[] | null;
    /** Models of the own machine come before all others, also where the order leaves them out. */
    prefersLocal?: boolean;
  },
): [A, ...A[]] {
  const { order, prefersLocal = false } = choice;
  const ranked = order
    ? order.flatMap((name) => byPriority.find((adapter) => adapter.name === name) ?? [])
    : byPriority;
  const near = prefersLocal ? byPriority.filter(({ local, kind }) => local && kind !== "offline") : [];
  const inOrder = [...near, ...ranked.filter((adapter) => !near.includes(adapter))];
  const isPermitted = (adapter: A) =>
    (!choice.localOnly || adapter.local) && (choice.allowed.length === 0 || choice.allowed.includes(adapter.name));
  // An order of adapters that this client may not use leaves it those that it may.
  const ordered = inOrder.filter(isPermitted);
  const permitted = ordered.length > 0 ? ordered : byPriority.filter(isPermitted);
  const first = choice.wanted ? wanted(byPriority, choice.wanted, choice.localOnly, isPermitted) : permitted[0];
  if (!first) throw new AppError("provider.provider_not_configured", "No model adapter is allowed for this client.");
  if (first.kind === "offline") return [first];
  const others = permitted.filter(
    (adapter) => adapter !== first && (adapter.kind !== "offline" || order?.includes(adapter.name)),
  );
  return [first, ...others];
}

/** An adapter as it is stored, with the model that is configured, else its own of the tier. */
export function choiceOf(
  row: Omit<AdapterChoice, "kind" | "model"> & { kind: string; models: unknown },
  tier: Tier,
  model: string | null,
): AdapterChoice {
  const { id, name, kind, local, baseUrl, keyCipher, models } = row;
  const own = (models as Record<Tier, string>)[tier];
  return { id, name, kind: kind as AdapterKind, local, baseUrl, keyCipher, model: model ?? own };
}

function wanted<A extends Candidate>(
  all: readonly A[],
  name: string,
  localOnly: boolean,
  isPermitted: (adapter: A) => boolean,
): A {
  const found = all.find((adapter) => adapter.name === name);
  if (!found)
    throw new AppError(
      "provider.provider_not_configured",
      `The model adapter ${name} is not configured or is switched off.`,
    );
  if (isPermitted(found)) return found;
  if (localOnly)
    throw new AppError(
      "privacy.local_only",
      `This client allows only local models; ${name} would send its data to a cloud provider.`,
    );
  throw new AppError("provider.provider_not_configured", `The model adapter ${name} is not allowed for this client.`);
}
