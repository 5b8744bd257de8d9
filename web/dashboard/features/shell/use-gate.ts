"use client";

import { usePathname, useRouter } from "next/navigation";
import { useEffect } from "react";
import type { Workspace } from "#schema/tenant.ts";

/** Open in any case: one's own account, and the contract itself. */
const open = ["/contract", "/profile"];

/**
 * Until the first payment is confirmed and the contract accepted, every other screen leads there. True while the way is
 * barred.
 */
export function useGate(workspace: Workspace | undefined): boolean {
  const pathname = usePathname();
  const router = useRouter();
  const kinds = workspace?.banners.map(({ kind }) => kind) ?? [];
  const isOpen = open.some((start) => pathname === start || pathname.startsWith(`${start}/`));
  const target = isOpen
    ? null
    : kinds.includes("payment")
      ? "/signup/payment"
      : kinds.includes("contract")
        ? "/contract"
        : null;
  useEffect(() => {
    if (target) router.replace(target);
  }, [target, router]);
  return target !== null;
}
