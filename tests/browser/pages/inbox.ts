import { expect, inject } from "vitest";

interface Mail {
  id: string;
  subject: string;
  text: string;
}

async function mailsTo(address: string): Promise<Mail[]> {
  const inbox = `${inject("world").inboxUrl}/api/mails`;
  const list = (await (await fetch(`${inbox}?to=${encodeURIComponent(address)}`)).json()) as Mail[];
  return Promise.all(list.map(async ({ id }) => (await (await fetch(`${inbox}/${id}`)).json()) as Mail));
}

/** Ids of the mails that an address has now, to tell new ones from them. */
export async function mailsSoFar(address: string): Promise<Set<string>> {
  return new Set((await mailsTo(address)).map(({ id }) => id));
}

/** Waits for a new mail with a match of `pattern`. @returns the match, or its first group if it has one */
export async function fromMail(
  address: string,
  pattern: RegExp,
  before: ReadonlySet<string> = new Set(),
): Promise<string> {
  let found: string | undefined;
  const look = async (): Promise<string | undefined> => {
    const fresh = (await mailsTo(address)).filter(({ id }) => !before.has(id));
    const match = fresh.map(({ subject, text }) => pattern.exec(`${subject}\n${text}`)).find((one) => one !== null);
    found = match?.[1] ?? match?.[0];
    return found;
  };
  await expect
    .poll(look, { timeout: 30_000, interval: 300, message: `a mail to ${address} with ${pattern}` })
    .toBeDefined();
  return found ?? "";
}

/** Waits for a new mail with a link to a page of a portal. @returns the link */
export function linkFromMail(address: string, page: string, before?: ReadonlySet<string>): Promise<string> {
  return fromMail(address, new RegExp(`https?://[^\\s<>")\\]]+${page}[^\\s<>")\\]]*`), before);
}

/** Waits for a new mail with six digits that stand alone. @returns them */
export function codeFromMail(address: string, before?: ReadonlySet<string>): Promise<string> {
  return fromMail(address, /(?<!\d)(\d{6})(?!\d)/, before);
}
