import * as z from "zod";
import { ActivityStatus } from "#schema/activity.ts";
import { LeadStatus } from "#schema/lead.ts";
import type { ToolDescriptor } from "./descriptor.ts";
import { Limit, Nothing, reads } from "./rows.ts";

// What reads the whole workspace is large, and few runs want it.
const rows = () => import("#core/chat/reads.ts");

/** What a person may see of their workspace, read for the agent they talk with. It changes nothing. */
export const workspace: ToolDescriptor = {
  name: "workspace",
  description: "Reads the workspace of the person who asks, as far as they may see it.",
  writes: false,
  needsApproval: false,
  external: false,
  ratePerMinute: 240,
  timeoutMs: 20_000,
  methods: {
    overview: reads("overview", "The company, and how much of everything there is.", Nothing, async () =>
      (await rows()).overview(),
    ),
    activities: reads(
      "activities",
      "Planned, running and finished work, newest first.",
      z.strictObject({ status: ActivityStatus.optional(), limit: Limit }),
      async ({ status, limit }) => (await rows()).activities({ limit, ...(status ? { status } : {}) }),
    ),
    approvals: reads("approvals", "What waits for a decision.", z.strictObject({ limit: Limit }), async (input) =>
      (await rows()).approvals(input),
    ),
    content: reads("content", "Blog and social posts, newest first.", z.strictObject({ limit: Limit }), async (input) =>
      (await rows()).content(input),
    ),
    goals: reads("goals", "Goals with target and present value.", Nothing, async () => (await rows()).goals()),
    months: reads("months", "Months that were planned, newest first.", Nothing, async () => (await rows()).months()),
    leads: reads(
      "leads",
      "People who showed interest, the last active first.",
      z.strictObject({ status: LeadStatus.optional(), limit: Limit }),
      async ({ status, limit }) => (await rows()).leads({ limit, ...(status ? { status } : {}) }),
    ),
    requests: reads("requests", "What was asked for.", z.strictObject({ limit: Limit }), async (input) =>
      (await rows()).requests(input),
    ),
  },
};
