"use client";

import { usePathname, useRouter } from "next/navigation";
import { useEffect } from "react";
import { asApiError } from "#kit/api/error.ts";
import type { Signup } from "#schema/signup.ts";
import { clearDrafts, type SignupKey } from "./draft.ts";
import { useSignup } from "./queries.ts";
import { stepsOf } from "./steps.ts";
import { useSignupKey } from "./use-signup-key.ts";

const pages: Record<Signup["next"], string> = {
  company: "/signup/company",
  location: "/signup/location",
  plan: "/signup/plan",
  payment: "/signup/payment",
  done: "/",
};

interface Resumed {
  key: SignupKey | null;
  signup: Signup | undefined;
  /** The service could not be asked. */
  error: Error | null;
  retry: () => void;
}

/**
 * The sign-up at work on a page of the wizard. Leads to the page where it stands when this one comes too early, is
 * over, or the sign-up was opened from a mail.
 */
export function useResume(): Resumed {
  const { key, isFromLink } = useSignupKey();
  const signup = useSignup(key ?? null);
  const pathname = usePathname();
  const router = useRouter();
  const target = whereTo({ key, pathname, isFromLink, signup: signup.data, error: signup.error });
  useEffect(() => {
    if (target === null) return;
    if (target === "/signup") clearDrafts();
    router.replace(target);
  }, [target, router]);
  return {
    key: key ?? null,
    signup: signup.data,
    error: signup.data || target !== null ? null : signup.error,
    retry: () => void signup.refetch(),
  };
}

interface Standing {
  key: SignupKey | null | undefined;
  pathname: string;
  isFromLink: boolean;
  signup: Signup | undefined;
  error: Error | null;
}

function whereTo({ key, pathname, isFromLink, signup, error }: Standing): string | null {
  const isFirst = pathname === "/signup";
  if (key === undefined) return null;
  if (key === null) return isFirst ? null : "/signup";
  if (error) {
    const { code } = asApiError(error);
    if (code === "signup.session_expired") return "/signup/expired";
    return code === "request.not_found" && !isFirst ? "/signup" : null;
  }
  if (!signup) return null;
  if (signup.state === "expired") return "/signup/expired";
  const open = pages[signup.next];
  if (signup.next === "payment" || signup.next === "done") return pathname === open ? null : open;
  const order = stepsOf(signup.country).map((step) => step.href);
  const isTooEarly = order.indexOf(pathname) > order.indexOf(open) || !order.includes(pathname);
  return isTooEarly || (isFirst && isFromLink) ? open : null;
}
