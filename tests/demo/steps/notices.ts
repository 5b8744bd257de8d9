import type { Notification } from "#schema/notification.ts";
import type { Page } from "#schema/page.ts";
import type { Client } from "../client.ts";
import { eventually, insist } from "../report.ts";

const patienceMs = 15_000;

/** Waits until each person has an in-app notice of the event that is newer than the start of the walk. */
export async function findNotices(expected: { who: Client; event: string }[], sinceMs: number): Promise<string> {
  for (const { who, event } of expected) {
    await eventually(async () => {
      const { items } = await who.get<Page<Notification>>("/tenant/v1/notifications?limit=50");
      const found = items.some((notice) => notice.event === event && Date.parse(notice.createdAt) >= sinceMs - 1_000);
      insist(found, `${who.user.firstName} was not told of ${event}`);
    }, patienceMs);
  }
  return `${expected.length} people told`;
}

/** Waits until a mail that mentions the text has reached each address of the inbox that stands in for the mail provider. */
export async function findMails(inboxUrl: string, expected: { address: string; text: string }[]): Promise<string> {
  for (const { address, text } of expected) {
    await eventually(async () => {
      const answer = await fetch(new URL(`/api/mails?to=${encodeURIComponent(address)}`, inboxUrl));
      const mails = (await answer.json()) as { subject: string; preview: string }[];
      const found = mails.some(({ subject, preview }) => `${subject} ${preview}`.includes(text));
      insist(found, `no mail about "${text}" reached ${address}`);
    }, patienceMs);
  }
  return `${expected.length} mails`;
}
