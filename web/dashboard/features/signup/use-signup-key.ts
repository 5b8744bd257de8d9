"use client";

import { useRouter, useSearchParams } from "next/navigation";
import { useEffect, useState } from "react";
import { loadDraft, type SignupKey, saveDraft } from "./draft.ts";

interface Found {
  /** Undefined until the browser has looked, null when there is none. */
  key: SignupKey | null | undefined;
  /** The page was opened by the link that resumes a sign-up. */
  isFromLink: boolean;
}

/** The key of the sign-up in this tab: of the link that resumes it, else of the tab's memory. */
export function useSignupKey(): Found {
  const params = useSearchParams();
  const router = useRouter();
  const id = params.get("session");
  const token = params.get("token");
  const [found, setFound] = useState<Found>({ key: undefined, isFromLink: false });
  useEffect(() => {
    if (id && token) {
      saveDraft("signup_session_token", { id, token });
      setFound({ key: { id, token }, isFromLink: true });
      // The secret does not stay in the address bar.
      router.replace(window.location.pathname);
      return;
    }
    setFound((present) => (present.key ? present : { key: loadDraft("signup_session_token"), isFromLink: false }));
  }, [id, token, router]);
  return found;
}
