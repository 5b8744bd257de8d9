import { z } from "zod";

/** The clear beginning of an API key; the tenant's id and the secret follow. */
export const ApiKeyPrefix = z.enum(["lm_live", "lm_test"]);
export const AgentKeyPrefix = z.enum(["lm_agent"]);
