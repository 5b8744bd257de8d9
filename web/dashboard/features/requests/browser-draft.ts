import type { RequestValues } from "./request-values.ts";
import { emptyRequest } from "./request-values.ts";

const key = "lm-request-draft";

/** What was typed and not sent yet on this device, or null. */
export function loadDraft(): RequestValues | null {
  try {
    const stored: unknown = JSON.parse(window.localStorage.getItem(key) ?? "null");
    return typeof stored === "object" && stored !== null ? { ...emptyRequest, ...stored } : null;
  } catch {
    return null;
  }
}

export function saveDraft(values: RequestValues): void {
  window.localStorage.setItem(key, JSON.stringify(values));
}

export function clearDraft(): void {
  window.localStorage.removeItem(key);
}
