"use client";

import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import type { PasswordFault } from "#schema/account.ts";
import { api } from "../api/client.ts";

const typingMs = 500;

/** Whether a password may be used; if not, why. */
export interface PasswordVerdict {
  fault: PasswordFault | null;
  message: string | null;
}

/** What the service looks at beside the password itself: it must not be made of these. */
export interface Owner {
  email?: string;
  firstName?: string;
  lastName?: string;
}

/**
 * Asks the service, once typing rests, whether a password may be used: only it has the list of known passwords.
 * @returns undefined while that is not known
 */
export function usePasswordCheck(password: string, isLongEnough: boolean, owner: Owner): PasswordVerdict | undefined {
  const [settled] = useDebouncedValue(password, typingMs);
  const isAsked = isLongEnough && settled === password;
  const check = useQuery({
    queryKey: ["password-check", settled, owner],
    queryFn: () =>
      api.post<PasswordVerdict>("/auth/v1/password/check", { password: settled, ...owner }, { isOpen: true }),
    enabled: isAsked,
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  return isAsked ? check.data : undefined;
}
