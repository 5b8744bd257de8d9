"use client";

import { useEffect, useRef, useState } from "react";
import type { LoginResult, PasskeyOptions } from "#schema/auth.ts";
import type { AppName } from "#schema/roles.ts";
import { api } from "../api/client.ts";
import { knowsPasskeys, offersAutofill, PasskeyCancelled, provePasskey } from "./passkey.ts";

interface PasskeyLogin {
  /** This browser knows passkeys. */
  isKnown: boolean;
  isPending: boolean;
  error: Error | null;
  start: () => void;
}

interface Ceremony {
  asAutofill: boolean;
  keepSignedIn: boolean;
}

/**
 * Signs in with a passkey: by the button, and where the browser can, by the list under the e-mail field, which waits
 * from the first moment. Starting the one ends the other.
 */
export function usePasskeyLogin(
  app: AppName,
  keepSignedIn: () => boolean,
  onSuccess: (result: LoginResult) => void,
): PasskeyLogin {
  const [isKnown, setKnown] = useState(false);
  const [isPending, setPending] = useState(false);
  const [error, setError] = useState<Error | null>(null);
  const latest = useRef({ keepSignedIn, onSuccess });
  useEffect(() => {
    latest.current = { keepSignedIn, onSuccess };
  });

  useEffect(() => {
    setKnown(knowsPasskeys());
    let isGone = false;
    const wait = async (): Promise<void> => {
      if (!(await offersAutofill()) || isGone) return;
      const result = await login(app, { asAutofill: true, keepSignedIn: latest.current.keepSignedIn() });
      if (!isGone) latest.current.onSuccess(result);
    };
    // Nobody asked for this ceremony: where it cannot be had, the form below is enough.
    wait().catch(() => undefined);
    return () => {
      isGone = true;
    };
  }, [app]);

  const start = async (): Promise<void> => {
    setPending(true);
    setError(null);
    try {
      latest.current.onSuccess(await login(app, { asAutofill: false, keepSignedIn: latest.current.keepSignedIn() }));
    } catch (problem) {
      setPending(false);
      if (!(problem instanceof PasskeyCancelled)) setError(asError(problem));
    }
  };
  return { isKnown, isPending, error, start: () => void start() };
}

async function login(app: AppName, { asAutofill, keepSignedIn }: Ceremony): Promise<LoginResult> {
  const { challengeId, options } = await api.post<PasskeyOptions>(
    "/auth/v1/login/passkey/options",
    { app },
    { isOpen: true },
  );
  const response = await provePasskey(options, asAutofill);
  return api.post<LoginResult>("/auth/v1/login/passkey", { challengeId, response, keepSignedIn }, { isOpen: true });
}

function asError(problem: unknown): Error {
  return problem instanceof Error ? problem : new Error("The passkey could not be used.");
}
