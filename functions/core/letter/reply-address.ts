import { tenant } from "#platform/actor.ts";
import { config } from "#platform/config.ts";
import { hearsReplies } from "#platform/mail-reply.ts";
import { derive, same, sha256 } from "#platform/secrets.ts";

const purpose = "reply";
const kinds = { c: "cml", l: "lem" } as const;
const form = /^r\+([cl])([0-9a-z]{26})([0-9a-z]{26})([0-9a-f]{9})@(.+)$/;

/**
 * Where answers to one mail come back to us; null where no mail is handed to us. Its name is as long as a name may be (64
 * characters), and no capital matters in it.
 */
export function of(mailId: string): string | null {
  if (!hearsReplies()) return null;
  const kind = mailId.startsWith(kinds.c) ? "c" : "l";
  const ids = `${tenant().slice(4)}${mailId.slice(4)}`.toLowerCase();
  return `r+${kind}${ids}${proofOf(kind, ids)}@${config("MAIL_REPLY_DOMAIN")}`;
}

/** Which mail an address belongs to; undefined for one that we gave nobody. */
export function read(address: string): { tenantId: string; mailId: string } | undefined {
  const [, kind, tenantPart, mailPart, proof, domain] = form.exec(address.toLowerCase()) ?? [];
  if (!kind || !tenantPart || !mailPart || !proof) return undefined;
  if (domain !== config("MAIL_REPLY_DOMAIN")?.toLowerCase()) return undefined;
  if (!same(proof, proofOf(kind, tenantPart + mailPart))) return undefined;
  const prefix = kind === "c" ? kinds.c : kinds.l;
  return { tenantId: `ten_${tenantPart.toUpperCase()}`, mailId: `${prefix}_${mailPart.toUpperCase()}` };
}

const proofOf = (kind: string, ids: string): string => sha256(derive(purpose, kind + ids)).slice(0, 9);
