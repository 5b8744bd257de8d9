import { useSyncExternalStore } from "react";

let active: string | null = null;
const listeners = new Set<() => void>();

/** Chooses the client every further call is about. The Dashboard never sets it: its session knows the tenant. */
export function setActiveTenant(tenantId: string | null): void {
  if (tenantId === active) return;
  active = tenantId;
  for (const listener of listeners) listener();
}

/** The chosen client's id, or null. */
export function getActiveTenant(): string | null {
  return active;
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The chosen client's id as a value that re-renders. */
export function useActiveTenant(): string | null {
  return useSyncExternalStore(subscribe, getActiveTenant, () => null);
}
