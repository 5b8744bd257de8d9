import { randomBytes } from "node:crypto";
import * as AccountMail from "#core/account-mail/index.ts";
import { origin } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { sql } from "#platform/db.ts";
import { sha256 } from "#platform/secrets.ts";
import { newId } from "#schema/ids.ts";
import type { SessionApp } from "#schema/roles.ts";
import { sceneWords } from "./scene.ts";

/** What a browser is known by: a secret of its own, and what the library left when its owner chose to trust it. */
export interface Device {
  key: string;
  trust: string | undefined;
  /** False when the browser came without the secret and has just been given one. */
  isReturning: boolean;
}

/** Reads the mark a browser brought; one without a mark gets a new secret. */
export function readDevice(mark: string | undefined): Device {
  const [key, trust] = (mark ?? "").split(".");
  if (!key || !/^[\w-]{43}$/.test(key))
    return { key: randomBytes(32).toString("base64url"), trust: undefined, isReturning: false };
  return { key, trust: trust ? Buffer.from(trust, "base64url").toString("utf8") : undefined, isReturning: true };
}

/** The mark a browser is to keep. */
export function writeDevice({ key, trust }: Pick<Device, "key" | "trust">): string {
  return trust ? `${key}.${Buffer.from(trust).toString("base64url")}` : key;
}

/**
 * Keeps where somebody signed in. A place that is new for them, or a new country, is told them by mail; the very first one is
 * not. A browser without its mark is known again by program and address.
 */
export async function meet(
  tx: Tx,
  user: { id: string; email: string },
  device: Pick<Device, "key" | "isReturning">,
  app: SessionApp,
): Promise<void> {
  const { ip, userAgent, country } = origin();
  const keyHash = sha256(device.key);
  const printHash = sha256(`${userAgent ?? ""}|${ip ?? ""}`);
  const known = await tx
    .selectFrom("authDevices")
    .select(["id", "keyHash", "printHash", "country"])
    .where("userId", "=", user.id)
    .execute();
  const byKey = known.find((row) => row.keyHash === keyHash);
  const byPrint = known.find((row) => row.printHash === printHash);
  const same = byKey ?? (device.isReturning ? undefined : byPrint);
  const isAbroad = country !== undefined && !known.some((row) => row.country === country);
  const facts = { printHash, country: country ?? null, lastSeenAt: new Date() };
  if (same)
    await tx
      .updateTable("authDevices")
      .set({ ...facts, ...(device.isReturning ? {} : { keyHash }) })
      .where("id", "=", same.id)
      .execute();
  else
    await tx
      .insertInto("authDevices")
      .values({ id: newId("authDevice"), userId: user.id, keyHash, ...facts })
      .execute();
  if (known.length > 0 && ((!byKey && !byPrint) || isAbroad))
    await AccountMail.order({
      template: "new-sign-in",
      address: user.email,
      userId: user.id,
      app,
      words: sceneWords(),
    });
}

/** Every trusted device of a person asks for the second factor again. @returns how many there were */
export async function forgetTrust(tx: Tx, userId: string): Promise<number> {
  const rows = await tx
    .deleteFrom("authVerifications")
    .where("identifier", "like", "trust-device-%")
    .where("value", "=", userId)
    .returning("id")
    .execute();
  return rows.length;
}

/** How many devices of a person are not asked for a second factor. */
export async function trusted(tx: Tx, userId: string): Promise<number> {
  const { count } = await tx
    .selectFrom("authVerifications")
    .select(sql<number>`count(*)`.as("count"))
    .where("identifier", "like", "trust-device-%")
    .where("value", "=", userId)
    .where("expiresAt", ">", new Date())
    .executeTakeFirstOrThrow();
  return Number(count);
}
