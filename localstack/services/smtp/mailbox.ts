import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { ulid } from "ulid";
import { type Journal, jsonRecord, openJournal } from "../journal.ts";

const MAILS_MAX = 2_000;

/** A line of the inbox. `to` holds every recipient of the envelope, blind copies too. */
export interface MailSummary {
  id: string;
  receivedAt: string;
  from: string;
  to: string[];
  subject: string;
  preview: string;
  sizeBytes: number;
  attachments: number;
}

type Change = { op: "add"; mail: MailSummary } | { op: "remove"; ids: string[] };

/** What the inbox may be searched for: parts of a recipient and of the subject, in any case. */
export interface MailFilter {
  to?: string | undefined;
  subject?: string | undefined;
}

/** Caught mails: one file each as it came over the wire, and a journal of summaries. Beyond 2,000 the oldest go. */
export class Mailbox {
  readonly #mails = new Map<string, MailSummary>();
  readonly #dir: string;
  readonly #journal: Journal;

  constructor(dataDir: string) {
    this.#dir = join(dataDir, "mails");
    mkdirSync(this.#dir, { recursive: true });
    this.#journal = openJournal(join(dataDir, "smtp.journal"), {
      replay: (record) => this.#apply(JSON.parse(record.toString("utf8")) as Change),
      snapshot: () => [...this.#mails.values()].map((mail) => jsonRecord({ op: "add", mail } satisfies Change)),
    });
    for (const file of readdirSync(this.#dir)) {
      if (!this.#mails.has(file.replace(".eml", ""))) rmSync(join(this.#dir, file), { force: true });
    }
  }

  close(): void {
    this.#journal.close();
  }

  /** Stores a mail; when this returns it survives the end of the process. */
  add(source: Buffer, summary: Omit<MailSummary, "id" | "receivedAt" | "sizeBytes">): MailSummary {
    const now = new Date();
    const mail: MailSummary = {
      ...summary,
      id: `mail_${ulid(now.getTime())}`,
      receivedAt: now.toISOString(),
      sizeBytes: source.length,
    };
    const file = this.#file(mail.id);
    writeFileSync(`${file}.new`, source);
    renameSync(`${file}.new`, file);
    this.#change({ op: "add", mail });
    const surplus = [...this.#mails.keys()].slice(0, Math.max(0, this.#mails.size - MAILS_MAX));
    this.remove(surplus);
    return mail;
  }

  /** Newest first. */
  list({ to, subject }: MailFilter = {}): MailSummary[] {
    const holds = (text: string, part: string | undefined): boolean =>
      part === undefined || text.toLowerCase().includes(part.toLowerCase());
    return [...this.#mails.values()]
      .reverse()
      .filter((mail) => mail.to.some((one) => holds(one, to)) && holds(mail.subject, subject));
  }

  get(id: string): MailSummary | undefined {
    return this.#mails.get(id);
  }

  /** The mail as it came over the wire. */
  async source(id: string): Promise<Buffer> {
    return await readFile(this.#file(id));
  }

  remove(ids: string[]): void {
    const known = ids.filter((id) => this.#mails.has(id));
    if (known.length === 0) return;
    this.#change({ op: "remove", ids: known });
    for (const id of known) rmSync(this.#file(id), { force: true });
  }

  #file(id: string): string {
    return join(this.#dir, `${id}.eml`);
  }

  #change(change: Change): void {
    this.#journal.append(jsonRecord(change));
    this.#apply(change);
  }

  #apply(change: Change): void {
    if (change.op === "add") this.#mails.set(change.mail.id, change.mail);
    else for (const id of change.ids) this.#mails.delete(id);
  }
}
