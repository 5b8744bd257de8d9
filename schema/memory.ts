import * as z from "zod";
import { id } from "./ids.ts";

/** What an agent learned about a tenant. */
export const TenantAgentMemoryRow = z.object({
  id: id("tenantAgentMemory"),
  agent: z.string(),
  key: z.string().regex(/^[a-z][a-z0-9_]{1,59}$/),
  value: z.json(),
  confidence: z.number().min(0).max(1),
  evidenceCount: z.number().int().min(0),
});
