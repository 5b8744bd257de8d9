"use client";

import { useEffect, useRef } from "react";

/** Redeems the token of a link as soon as the page stands, and only once, whatever is drawn anew. */
export function useTokenOnce(token: string, redeem: (token: string) => void): void {
  const isDone = useRef(false);
  useEffect(() => {
    if (token === "" || isDone.current) return;
    isDone.current = true;
    redeem(token);
  });
}
