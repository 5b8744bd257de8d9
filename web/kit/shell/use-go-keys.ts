"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef } from "react";
import type { NavGroup } from "./portal.ts";

const waitMs = 1_200;

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName);
}

/** `g` and then the key of a navigation entry goes there; not while somebody types. */
export function useGoKeys(nav: readonly NavGroup[]): void {
  const router = useRouter();
  const entries = useRef(nav);
  useEffect(() => {
    entries.current = nav;
  });
  useEffect(() => {
    let pressedAt = 0;
    const listen = (event: KeyboardEvent): void => {
      if (event.metaKey || event.ctrlKey || event.altKey || isTyping(event.target)) return;
      if (event.key === "g") {
        pressedAt = Date.now();
        return;
      }
      if (Date.now() - pressedAt > waitMs) return;
      pressedAt = 0;
      const item = entries.current.flatMap((group) => group.items).find((candidate) => candidate.goKey === event.key);
      if (!item) return;
      event.preventDefault();
      router.push(item.href);
    };
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, [router]);
}
