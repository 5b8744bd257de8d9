import type { MiddlewareHandler } from "hono";
import * as AgentKey from "#core/agent/keys.ts";
import * as Callback from "#core/run/callback.ts";
import { current } from "#platform/actor.ts";
import { AppError } from "#schema/errors.ts";
import { bearer, type Identify } from "./door.ts";
import type { Env } from "./router.ts";

/** Finds out which agent asks: by the token of its run, or by a key that opens nothing of a run. */
export const byAgent: Identify = async (c) => {
  const credential = bearer(c, "Send the task token of the run, or an agent key, as a bearer.");
  return credential.startsWith("lm_agent_") ? AgentKey.admit(credential) : Callback.admit(credential);
};

/** Opens a route to the token of the run that its path names, and to nobody else. */
export const ofRun: MiddlewareHandler<Env> = async (c, next) => {
  const actor = current();
  if (actor.kind !== "agent") throw new AppError("auth.forbidden", "An agent key opens no run. Send its task token.");
  const id = c.req.param("runId") ?? "";
  if (actor.runId !== id) throw new AppError("request.not_found", `Run ${id} was not found.`);
  await next();
};

/** Opens a route to agent keys only. */
export const ofAgentKey: MiddlewareHandler<Env> = async (_, next) => {
  if (current().kind !== "key") throw new AppError("auth.forbidden", "This is tried with an agent key, not in a run.");
  await next();
};
