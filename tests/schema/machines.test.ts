import { describe, expect, test } from "vitest";
import { ActivityStatus, activityMachine } from "#schema/activity.ts";
import { ApprovalStatus, approvalMachine } from "#schema/approval.ts";
import { BlogStatus, blogMachine } from "#schema/blog.ts";
import { FileStatus, fileMachine } from "#schema/dataset.ts";
import { LandingPageStatus, landingPageMachine } from "#schema/landing-page.ts";
import type { Transition } from "#schema/machine.ts";
import { NewsletterStatus, newsletterMachine } from "#schema/newsletter.ts";
import { AttemptStatus, attemptMachine } from "#schema/publish.ts";
import { RequestStatus, requestMachine } from "#schema/request.ts";
import { RunStatus, runMachine } from "#schema/run.ts";
import { SocialPostStatus, socialPostMachine } from "#schema/social.ts";
import { TaskStatus, taskMachine } from "#schema/task.ts";
import { WebhookStatus, webhookMachine } from "#schema/webhook.ts";

type Machine = readonly Transition<string, string>[];
interface Case {
  name: string;
  machine: Machine;
  statuses: readonly string[];
  start: string;
  /** States that other code sets when the row is made, beside `start`. */
  also?: string[];
}

const cases: Case[] = [
  { name: "activity", machine: activityMachine, statuses: ActivityStatus.options, start: "pending" },
  { name: "run", machine: runMachine, statuses: RunStatus.options, start: "queued", also: ["waiting_callback"] },
  { name: "approval", machine: approvalMachine, statuses: ApprovalStatus.options, start: "pending" },
  { name: "blog post", machine: blogMachine, statuses: BlogStatus.options, start: "drafting" },
  { name: "social post", machine: socialPostMachine, statuses: SocialPostStatus.options, start: "drafting" },
  { name: "landing page", machine: landingPageMachine, statuses: LandingPageStatus.options, start: "drafting" },
  { name: "newsletter", machine: newsletterMachine, statuses: NewsletterStatus.options, start: "draft" },
  { name: "request", machine: requestMachine, statuses: RequestStatus.options, start: "draft" },
  { name: "publish attempt", machine: attemptMachine, statuses: AttemptStatus.options, start: "prepared" },
  { name: "dataset file", machine: fileMachine, statuses: FileStatus.options, start: "queued" },
  { name: "scheduled task", machine: taskMachine, statuses: TaskStatus.options, start: "pending" },
  { name: "webhook delivery", machine: webhookMachine, statuses: WebhookStatus.options, start: "pending" },
];

function reachable(machine: Machine, from: readonly string[]): Set<string> {
  const seen = new Set(from);
  for (const status of seen) for (const row of machine) if (row.from.includes(status)) seen.add(row.to);
  return seen;
}

describe.each(cases)("the machine of a $name", ({ machine, statuses, start, also = [] }) => {
  test("leads from its start to every state the database knows, and to no other", () => {
    expect([...reachable(machine, [start, ...also])].sort()).toEqual([...statuses].sort());
  });

  test("knows one outcome for a verb in a state", () => {
    const pairs = machine.flatMap((row) => row.from.map((from) => `${from} ${row.verb}`));
    expect(pairs.filter((pair, index) => pairs.indexOf(pair) !== index)).toEqual([]);
  });
});

test("nothing that may already be outside is archived or edited while its outcome is open", () => {
  for (const machine of [blogMachine, socialPostMachine, landingPageMachine] as Machine[])
    for (const row of machine)
      if (["archive", "edit", "regenerate", "reject"].includes(row.verb))
        expect(row.from).not.toEqual(expect.arrayContaining([expect.stringMatching(/^publish(ing|_unknown)$/)]));
});
