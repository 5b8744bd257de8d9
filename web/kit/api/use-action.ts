"use client";

import { notifications } from "@mantine/notifications";
import type { UseMutationResult } from "@tanstack/react-query";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";
import { asApiError, isCancelled, isLostRace } from "./error.ts";
import { useInvalidate } from "./use-invalidate.ts";

interface ActionOptions<I, O> {
  /** Starts of the paths whose reads are stale afterwards. */
  invalidates?: readonly string[];
  /** Toast after success. */
  success?: string | ((output: O, input: I) => string);
  /** Form screens show errors themselves: field errors then stay out of the toast. */
  quiet?: boolean;
  onSuccess?: (output: O, input: I) => void;
  onError?: (error: Error, input: I) => void;
}

/**
 * One write of a person. The idempotency key stays the same while the outcome of the same input is not known
 * (no answer, 5xx), so that pressing again never does a thing twice.
 */
export function useAction<I, O>(
  act: (input: I, idempotencyKey: string) => Promise<O>,
  options: ActionOptions<I, O> = {},
): UseMutationResult<O, Error, I> {
  const invalidate = useInvalidate();
  const queries = useQueryClient();
  const open = useRef<{ input: string; key: string } | null>(null);

  return useMutation<O, Error, I>({
    mutationFn: (input) => {
      const text = JSON.stringify(input) ?? "";
      if (open.current?.input !== text) open.current = { input: text, key: crypto.randomUUID() };
      return act(input, open.current.key);
    },
    onSuccess: (output, input) => {
      open.current = null;
      for (const path of options.invalidates ?? []) void invalidate(path);
      const text = typeof options.success === "function" ? options.success(output, input) : options.success;
      if (text) notifications.show({ message: text, color: "green", autoClose: 5_000 });
      options.onSuccess?.(output, input);
    },
    onError: async (error, input) => {
      const problem = asApiError(error);
      if (problem.status > 0 && problem.status < 500) open.current = null;
      // What is stored now is there before the form says that somebody else was faster.
      if (isLostRace(error)) await queries.invalidateQueries();
      if (!options.quiet && !isCancelled(error))
        notifications.show({ title: "That did not work", message: problem.message, color: "red", autoClose: 8_000 });
      options.onError?.(error, input);
    },
  });
}
