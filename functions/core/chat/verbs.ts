import { draft } from "#core/lead/email.ts";
import * as Lead from "#core/lead/index.ts";
import * as Month from "#core/month/steer.ts";
import * as Report from "#core/report/index.ts";
import * as Request from "#core/request/index.ts";
import * as SiteAudit from "#core/site-audit/index.ts";
import * as Work from "#core/work/index.ts";
import { type ChatVerb, chatVerbs } from "#schema/chat-action.ts";
import type { LeadMove } from "#schema/lead.ts";
import type { LeadEmailPurpose } from "#schema/lead-email.ts";
import type { ReportOrder } from "#schema/report.ts";

type Result = Record<string, unknown>;

/** Does a verb of the closed list as the person who confirmed it: the verb itself asks whether they may. */
export async function perform(verb: ChatVerb, given: unknown): Promise<Result> {
  const { arguments: shape } = chatVerbs[verb];
  // Each entry takes what its own shape gives.
  const input = shape.parse(given) as never;
  return doers[verb](input);
}

const doers: { [V in ChatVerb]: (input: never) => Promise<Result> } = {
  request_blog_post: async (input: { topic: string }) => {
    const { id, status } = await Request.create({ ...input, submit: true });
    return { requestId: id, status };
  },
  cancel_request: async ({ requestId, note }: { requestId: string; note?: string }) => {
    const { id, status } = await Request.cancel(requestId, note);
    return { requestId: id, status };
  },
  plan_month: async ({ month }: { month: string }) => {
    await Month.plan(month);
    return { month };
  },
  pause_activity: async ({ activityId, reason }: { activityId: string; reason?: string }) => {
    const { id, ref, status } = await Work.pause(activityId, reason);
    return { activityId: id, ref, status };
  },
  resume_activity: async ({ activityId }: { activityId: string }) => {
    const { id, ref, status } = await Work.resume(activityId);
    return { activityId: id, ref, status };
  },
  order_report: async (order: ReportOrder) => ({ reportId: await Report.generate(order) }),
  audit_site: async () => ({ siteAuditId: await SiteAudit.request({}) }),
  note_lead: async ({ leadId, body }: { leadId: string; body: string }) => {
    await Lead.note(leadId, body);
    return { leadId };
  },
  move_lead: async ({ leadId, ...move }: LeadMove & { leadId: string }) => {
    const { id, status } = await Lead.move(leadId, move);
    return { leadId: id, status };
  },
  draft_lead_email: async ({ leadId, purpose }: { leadId: string; purpose: LeadEmailPurpose }) => {
    const { id, status } = await draft(leadId, { purpose });
    return { leadEmailId: id, status };
  },
};
