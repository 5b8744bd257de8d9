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
    const { requestId, door } = origin();
    const tenantId = "tenantId" in actor ? actor.tenantId : undefined;
    return actor.kind === "public" ? { requestId, door } : { requestId, door, actor: reference(actor), tenantId };
  },
});

/** The structured log; every line carries request id, door, actor and tenant. */
export const log = root;
