import { setTimeout as pause } from "node:timers/promises";
import type { Notification } from "#schema/notification.ts";
import type { Page } from "#schema/page.ts";
import type { Client } from "../client.ts";
import { insist } from "../report.ts";

const patienceMs = 15_000;

/** Waits until each person has an in-app notice of the event that is newer than the start of the walk. */
export async function findNotices(expected: { who: Client; event: string }[], sinceMs: number): Promise<string> {
  for (const { who, event } of expected) {
    const found = await poll(async () => {
      const { items } = await who.get<Page<Notification>>("/tenant/v1/notifications?limit=50");
      return items.some((notice) => notice.event === event && Date.parse(notice.createdAt) >= sinceMs - 1_000);
    });
    insist(found, `${who.user.firstName} was not told of ${event}`);
  }
  return `${expected.length} people told`;
}

/** Waits until a mail that mentions the text has reached each address of the inbox that stands in for the mail provider. */
export async function findMails(inboxUrl: string, expected: { address: string; text: string }[]): Promise<string> {
  for (const { address, text } of expected) {
    const found = await poll(async () => {
      const answer = await fetch(new URL("/api/mails", inboxUrl));
      const body = (await answer.json()) as unknown[] | { items?: unknown[]; mails?: unknown[] };
      const mails = Array.isArray(body) ? body : (body.items ?? body.mails ?? []);
      return mails.some((mail) => {
        const content = JSON.stringify(mail);
        return content.includes(address) && content.includes(text);
      });
    });
    insist(found, `no mail about "${text}" reached ${address}`);
  }
  return `${expected.length} mails`;
}

async function poll(look: () => Promise<boolean>): Promise<boolean> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    if (await look()) return true;
    if (Date.now() > deadline) return false;
    await pause(300);
  }
}
