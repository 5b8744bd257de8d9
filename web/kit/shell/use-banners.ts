"use client";

import { useEffect, useState } from "react";
import type { Banner as Notice } from "#schema/tenant.ts";
import { useActiveTenant } from "../api/tenant-store.ts";
import { useEndImpersonation, useResendVerification } from "../auth/queries.ts";
import { useSession, useWorkspace } from "../auth/session.ts";
import { shortDate } from "../components/format.ts";
import type { Banner } from "./banners.tsx";
import type { Portal } from "./portal.ts";

const tickMs = 15_000;

/** What stands over the screens of a portal now. */
export function useBanners(portal: Portal): Banner[] {
  const user = useSession().data;
  const tenantId = useActiveTenant();
  const hasClient = tenantId !== null;
  const isAtClient = portal.app === "dashboard" || (portal.app === "dm-portal" && hasClient);
  const workspace = useWorkspace(isAtClient).data;
  const resend = useResendVerification();
  const end = useEndImpersonation();
  const minutes = useMinutesLeft(workspace?.banners);
  const banners: Banner[] = [];
  for (const notice of workspace?.banners ?? []) {
    if (notice.kind === "impersonation") {
      banners.unshift({
        key: "impersonation",
        tone: "alarm",
        text: `${notice.staffName} acts as ${notice.userName}${notice.readOnly ? ", reading only" : ""}: ${minutes} left`,
        action: { label: "End", onClick: () => end.mutate(), isBusy: end.isPending || end.isSuccess },
      });
    }
    if (notice.kind === "contract") {
      banners.push({
        key: "contract",
        tone: "attention",
        text: "The contract waits to be accepted. Until then nothing is made for you.",
        action: { label: "Read it", href: "/contract" },
      });
    }
    if (notice.kind === "payment") {
      banners.push({
        key: "payment",
        tone: "attention",
        text: "The first payment has not been confirmed yet.",
        action: { label: "Details", href: "/signup/payment" },
      });
    }
    if (notice.kind === "channels") {
      const [first = "", ...others] = notice.names;
      banners.push({
        key: "channels",
        tone: "attention",
        text: `${others.length === 0 ? first : `${first} and ${others.length} more`} must be connected again. What is due waits.`,
        action: { label: "Reconnect", href: `${portal.app === "dashboard" ? "" : `/t/${tenantId}`}/channels` },
      });
    }
    if (notice.kind === "trial") {
      banners.push({ key: "trial", tone: "attention", text: `Your trial ends on ${shortDate(notice.endsAt)}.` });
    }
  }
  // Whoever can fill in the wizard is led to it while it is open.
  const isLed = workspace?.setup === "open" && workspace.rights.includes("brand.edit");
  if (portal.app === "dashboard" && workspace?.setup && !isLed) {
    banners.push({
      key: "setup",
      tone: "attention",
      text: "The workspace is not set up yet. Until then nothing is planned for you.",
      action: { label: "Start setup", href: "/onboarding" },
    });
  }
  if (user && !user.emailVerified) {
    banners.push({
      key: "email",
      tone: "attention",
      text: resend.isSuccess
        ? `A new mail is on its way to ${user.email}.`
        : `Confirm your e-mail: open the link that we sent to ${user.email}.`,
      ...(resend.isSuccess
        ? {}
        : { action: { label: "Resend", onClick: () => resend.mutate(), isBusy: resend.isPending } }),
    });
  }
  if (workspace && portal.app !== "dashboard" && workspace.tenant.status === "suspended") {
    banners.push({ key: "suspended", tone: "failed", text: `${workspace.tenant.name} is suspended: nothing starts.` });
  }
  return banners;
}

/** "42 minutes" until a running impersonation ends by itself. */
function useMinutesLeft(notices: readonly Notice[] | undefined): string {
  const [now, setNow] = useState(() => Date.now());
  const running = notices?.find((notice) => notice.kind === "impersonation");
  const isRunning = running !== undefined;
  useEffect(() => {
    if (!isRunning) return;
    const timer = setInterval(() => setNow(Date.now()), tickMs);
    return () => clearInterval(timer);
  }, [isRunning]);
  if (!running) return "";
  const minutes = Math.max(0, Math.ceil((new Date(running.expiresAt).getTime() - now) / 60_000));
  return minutes === 1 ? "1 minute" : `${minutes} minutes`;
}
