import { AppError } from "#schema/errors.ts";

interface Candidate {
  name: string;
  local: boolean;
}

/**
 * Which adapter a run uses: the configured one, else the first by priority.
 * A `local_only` tenant never gets one that leaves the machine: a configured cloud adapter is an error, not a fallback.
 */
export function pickAdapter<A extends Candidate>(
  byPriority: readonly A[],
  choice: { wanted: string | null; localOnly: boolean; allowed: readonly string[] },
): A {
  const permitted = byPriority.filter(
    (adapter) =>
      (!choice.localOnly || adapter.local) && (choice.allowed.length === 0 || choice.allowed.includes(adapter.name)),
  );
  if (choice.wanted) {
    const found = byPriority.find((adapter) => adapter.name === choice.wanted);
    if (!found)
      throw new AppError(
        "provider.provider_not_configured",
        `The model adapter ${choice.wanted} is not configured or is switched off.`,
      );
    if (permitted.includes(found)) return found;
    if (choice.localOnly)
      throw new AppError(
        "privacy.local_only",
        `This client allows only local models; ${choice.wanted} would send its data to a cloud provider.`,
      );
    throw new AppError(
      "provider.provider_not_configured",
      `The model adapter ${choice.wanted} is not allowed for this client.`,
    );
  }
  const first = permitted[0];
  if (!first) throw new AppError("provider.provider_not_configured", "No model adapter is allowed for this client.");
  return first;
}
