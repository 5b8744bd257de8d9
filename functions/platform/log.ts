import { pino } from "pino";
import { current, origin, reference } from "./actor.ts";

const root = pino({
  level: process.env["LOG_LEVEL"] ?? "info",
  base: null,
  timestamp: pino.stdTimeFunctions.isoTime,
  redact: {
    paths: ["*.password", "*.token", "*.authorization", "*.cookie", "*.apiKey", "*.secret"],
    censor: "[removed]",
  },
  mixin() {
    const actor = current();
    const tenantId = "tenantId" in actor ? actor.tenantId : undefined;
    return actor.kind === "public"
      ? { requestId: origin().requestId }
      : { requestId: origin().requestId, actor: reference(actor), tenantId };
  },
});

/** The structured log; every line carries request id, actor and tenant. */
export const log = root;
