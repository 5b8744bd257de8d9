"use client";
import { createContext, use } from "react";
import type { PlacedClaim } from "./place-claims.ts";

/** What the marks inside the article need to know; one value per page. */
export interface ClaimsView {
  placed: ReadonlyMap<string, PlacedClaim>;
  activeId: string | null;
  /** Shows the passage beside the sentence; `pin` keeps it open and takes the focus there. */
  peek(id: string, anchor: HTMLElement, pin: boolean): void;
  leave(): void;
}

const Context = createContext<ClaimsView | null>(null);

export const ClaimsProvider = Context.Provider;

/** The claims of the surrounding article, or null outside of one. */
export function useClaimsView(): ClaimsView | null {
  return use(Context);
}
