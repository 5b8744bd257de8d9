"use client";

import type { UseMutationResult } from "@tanstack/react-query";
import { api } from "../api/client.ts";
import { useAction } from "../api/use-action.ts";

/** One POST of a page that needs no sign-in; refusals stand on the page itself. */
export function useDoorAction<I, O>(
  path: string,
  onSuccess?: (output: O, input: I) => void,
): UseMutationResult<O, Error, I> {
  return useAction<I, O>((input, idempotencyKey) => api.post(path, input, { idempotencyKey, isOpen: true }), {
    quiet: true,
    ...(onSuccess ? { onSuccess } : {}),
  });
}
