const start = "lm-wizard";

/** What was typed into a step on this device and not saved yet, or null. */
export function loadDraft<V>(tenantId: string, step: string): V | null {
  try {
    const stored: unknown = JSON.parse(window.localStorage.getItem(`${start}:${tenantId}:${step}`) ?? "null");
    return typeof stored === "object" ? (stored as V | null) : null;
  } catch {
    return null;
  }
}

/** Keeps what was typed; null forgets it. */
export function keepDraft(tenantId: string, step: string, values: unknown): void {
  const key = `${start}:${tenantId}:${step}`;
  if (values === null) window.localStorage.removeItem(key);
  else window.localStorage.setItem(key, JSON.stringify(values));
}
