"use client";

import { usePathname, useRouter } from "next/navigation";
import { useEffect } from "react";
import type { Workspace } from "#schema/tenant.ts";

/** Open in any case: one's own account, and the contract itself. */
const open = ["/contract", "/profile"];
/** Open also while the wizard waits. */
const openBeforeSetup = [...open, "/onboarding", "/settings", "/usage", "/notifications"];

/**
 * Until the first payment is confirmed and the contract accepted, every other screen leads there; after that whoever may
 * fill in the wizard is led to it until it is launched or put off. True while the way is barred.
 */
export function useGate(workspace: Workspace | undefined): boolean {
  const pathname = usePathname();
  const router = useRouter();
  const kinds = workspace?.banners.map(({ kind }) => kind) ?? [];
  const isUnder = (starts: readonly string[]) =>
    starts.some((start) => pathname === start || pathname.startsWith(`${start}/`));
  const mustSetUp = workspace?.setup === "open" && workspace.rights.includes("brand.edit") && !isUnder(openBeforeSetup);
  const target = isUnder(open)
    ? null
    : kinds.includes("payment")
      ? "/signup/payment"
      : kinds.includes("contract")
        ? "/contract"
        : mustSetUp
          ? "/onboarding"
          : null;
  useEffect(() => {
    if (target) router.replace(target);
  }, [target, router]);
  return target !== null;
}
