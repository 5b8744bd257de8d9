import type { TenantValues } from "./tenant-values.ts";
import { emptyTenant } from "./tenant-values.ts";

const key = "lm-tenant-draft";

/** What was typed and not sent yet on this device, or null. A password is never kept. */
export function loadDraft(): TenantValues | null {
  try {
    const stored: unknown = JSON.parse(window.localStorage.getItem(key) ?? "null");
    return typeof stored === "object" && stored !== null ? { ...emptyTenant, ...stored } : null;
  } catch {
    return null;
  }
}

export function saveDraft(values: TenantValues): void {
  window.localStorage.setItem(key, JSON.stringify({ ...values, password: "" }));
}

export function clearDraft(): void {
  window.localStorage.removeItem(key);
}
