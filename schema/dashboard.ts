import * as z from "zod";
import { Activity } from "./activity.ts";
import { ApprovalItem } from "./approval.ts";
import { BlogListItem } from "./blog.ts";
import { CreditBalance } from "./credit.ts";
import { ContentRequest } from "./request.ts";

export const Home = z.object({
  counters: z.object({
    awaitingYou: z.number().int(),
    inProgress: z.number().int(),
    publishedThisMonth: z.number().int(),
    files: z.number().int(),
  }),
  approvals: z.array(ApprovalItem),
  running: z.array(Activity),
  requests: z.array(ContentRequest),
  recent: z.array(BlogListItem),
  credits: CreditBalance,
  alerts: z.array(z.object({ kind: z.string(), text: z.string(), link: z.string().nullable() })),
});
export type Home = z.infer<typeof Home>;

export const ClientCard = z.object({
  id: z.string(),
  name: z.string(),
  slug: z.string(),
  plan: z.string(),
  status: z.string(),
  pendingApprovals: z.number().int(),
  activitiesInProgress: z.number().int(),
  activitiesBlocked: z.number().int(),
  oldestPendingAgeH: z.number().nullable(),
});
export type ClientCard = z.infer<typeof ClientCard>;

export const Overview = z.object({
  tenants: z.array(ClientCard),
  totals: z.object({
    pendingApprovals: z.number().int(),
    activitiesInProgress: z.number().int(),
    activitiesBlocked: z.number().int(),
    problems: z.number().int(),
  }),
});
export type Overview = z.infer<typeof Overview>;
