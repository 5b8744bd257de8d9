import * as z from "zod";
import type { ToolDescriptor } from "./descriptor.ts";
import { Limit, Nothing, reads } from "./rows.ts";

const books = () => import("#core/chat/books.ts");

/** Plan and credits of a workspace, read for the agent that the person talks with. It changes nothing. */
export const billing: ToolDescriptor = {
  name: "billing",
  description: "Reads plan, credits and use of the workspace of the person who asks.",
  writes: false,
  needsApproval: false,
  external: false,
  ratePerMinute: 240,
  timeoutMs: 20_000,
  methods: {
    plan: reads("plan", "The plan and what it allows.", Nothing, async () => (await books()).plan()),
    credits: reads("credits", "Credits that are left, held and spent.", Nothing, async () => (await books()).credits()),
    ledger: reads("ledger", "Movements of credits, newest first.", z.strictObject({ limit: Limit }), async (input) =>
      (await books()).ledger(input),
    ),
    prices: reads("prices", "What each kind of work costs.", Nothing, async () => (await books()).prices()),
    usage: reads(
      "usage",
      "What was used this month.",
      z.strictObject({ by: z.enum(["agent", "day"]).default("agent") }),
      async (input) => (await books()).usage(input),
    ),
  },
};
