import type { Readable } from "node:stream";

/** What Lambda says of a function that threw, ran out of time or memory, or could not start. */
export interface FunctionError {
  errorType: string;
  errorMessage: string;
  trace?: string[];
}

/** How an invocation ended. A stream ends later; who destroys its body leaves it. */
export type Outcome =
  | { kind: "done"; payload: Buffer }
  | { kind: "stream"; contentType: string; body: Readable }
  | { kind: "failed"; error: FunctionError }
  | { kind: "throttled" };

/** A function as it is called: JSON in, outcome out. Never rejects. */
export interface Invokable {
  invoke(payload: Buffer): Promise<Outcome>;
}

/** What Lambda tells of an error that a handler threw. */
export function errorOf(thrown: unknown): FunctionError {
  const { name, message, stack } = thrown instanceof Error ? thrown : new Error(String(thrown));
  return { errorType: name, errorMessage: message, ...(stack ? { trace: stack.split("\n") } : {}) };
}

/** What Lambda tells of an invocation that did not end in time. */
export function timedOut(requestId: string, timeoutMs: number): FunctionError {
  const seconds = (timeoutMs / 1_000).toFixed(2);
  return {
    errorType: "Sandbox.Timedout",
    errorMessage: `RequestId: ${requestId} Error: Task timed out after ${seconds} seconds`,
  };
}
