import type { IncomingMessage } from "node:http";
import type { Bucket, LockDefault } from "./bucket.ts";
import { denied, invalidArgument, invalidRequest, malformedXml, S3Failure } from "./failure.ts";
import { header } from "./request.ts";
import { isMarker, type Retention, type StoredObject, type Version } from "./version.ts";
import { blocks, element, textOf, xmlDocument } from "./xml.ts";

const DAY_MS = 86_400_000;
const YEAR_DAYS = 365;

/** What keeps a version from being deleted. */
export type Lock = Pick<StoredObject, "retention" | "legalHold">;

/** The lock a new version gets: what its request says, else the bucket's default. @throws S3Failure 400 */
export function lockFor(message: IncomingMessage, bucket: Bucket, now: Date): Lock {
  const mode = header(message, "x-amz-object-lock-mode");
  const until = header(message, "x-amz-object-lock-retain-until-date");
  const hold = header(message, "x-amz-object-lock-legal-hold");
  const { lock } = bucket.settings;
  if (mode === undefined && until === undefined && hold === undefined && !lock?.default) return {};
  requireLock(bucket);
  if ((mode === undefined) !== (until === undefined)) {
    throw invalidArgument("x-amz-object-lock-retain-until-date and x-amz-object-lock-mode must both be supplied");
  }
  if (mode !== undefined && !isMode(mode)) throw invalidArgument("Unknown wormMode directive.");
  if (hold !== undefined && !isSwitch(hold)) throw invalidArgument("Legal Hold must be either of 'ON' or 'OFF'");
  const asked = mode && until ? { mode, until: futureTime(until, now) } : undefined;
  const retention = asked ?? (lock?.default ? startingNow(lock.default, now) : undefined);
  return {
    ...(retention ? { retention } : {}),
    ...(hold === undefined ? {} : { legalHold: hold === "ON" }),
  };
}

/** @throws S3Failure 400 InvalidRequest when the bucket was made without object lock */
export function requireLock(bucket: Bucket): void {
  if (!bucket.settings.lock) throw invalidRequest("Bucket is missing Object Lock Configuration");
}

/** Refuses to remove a locked version; `bypass` opens GOVERNANCE but never COMPLIANCE or a legal hold. @throws S3Failure 403 AccessDenied */
export function refuseLocked(version: Version | undefined, bypass: boolean, now: Date): void {
  if (!version || isMarker(version)) return;
  if (version.legalHold || isKept(version.retention, bypass, now)) throw locked();
}

/** Refuses a retention that keeps a version for a shorter time or less strictly than promised. @throws S3Failure 403 AccessDenied */
export function refuseWeaker(
  present: Retention | undefined,
  next: Retention | undefined,
  bypass: boolean,
  now: Date,
): void {
  if (!isKept(present, bypass, now)) return;
  const isLonger = next !== undefined && present !== undefined && next.until >= present.until;
  if (!isLonger || next.mode !== present.mode) throw locked();
}

function isKept(retention: Retention | undefined, bypass: boolean, now: Date): boolean {
  if (!retention || Date.parse(retention.until) <= now.getTime()) return false;
  return retention.mode === "COMPLIANCE" || !bypass;
}

function locked(): S3Failure {
  return denied("Access Denied because object protected by object lock.");
}

/** The headers that tell a reader how a version is locked. */
export function lockHeaders({ retention, legalHold }: Lock): Record<string, string> {
  return {
    ...(retention
      ? { "x-amz-object-lock-mode": retention.mode, "x-amz-object-lock-retain-until-date": retention.until }
      : {}),
    ...(legalHold === undefined ? {} : { "x-amz-object-lock-legal-hold": legalHold ? "ON" : "OFF" }),
  };
}

/** Reads a Retention document; undefined when it is empty, which takes the retention off. @throws S3Failure 400 */
export function parseRetention(xml: string, now: Date): Retention | undefined {
  const mode = textOf(xml, "Mode");
  const until = textOf(xml, "RetainUntilDate");
  if (mode === undefined && until === undefined && xml.includes("Retention")) return undefined;
  if (mode === undefined || until === undefined || !isMode(mode)) throw malformedXml();
  return { mode, until: futureTime(until, now) };
}

/** Reads a LegalHold document. @throws S3Failure 400 MalformedXML */
export function parseLegalHold(xml: string): boolean {
  const status = textOf(xml, "Status");
  if (status === undefined || !isSwitch(status)) throw malformedXml();
  return status === "ON";
}

/** Reads an ObjectLockConfiguration. @throws S3Failure 400 MalformedXML or InvalidRetentionPeriod */
export function parseLockConfiguration(xml: string): { default?: LockDefault } {
  if (textOf(xml, "ObjectLockEnabled") !== "Enabled") throw malformedXml();
  const [rule] = blocks(xml, "DefaultRetention");
  if (rule === undefined) return {};
  const mode = textOf(rule, "Mode");
  const [days, years] = [textOf(rule, "Days"), textOf(rule, "Years")];
  if (mode === undefined || !isMode(mode) || (days === undefined) === (years === undefined)) throw malformedXml();
  const period = Number(days ?? years);
  if (!Number.isInteger(period) || period < 1) {
    const message = "Default retention period must be a positive integer value.";
    throw new S3Failure(400, "InvalidRetentionPeriod", message);
  }
  return { default: days === undefined ? { mode, years: period } : { mode, days: period } };
}

/** Writes an ObjectLockConfiguration. */
export function showLockConfiguration(lock: { default?: LockDefault | undefined }): string {
  const { mode, days, years } = lock.default ?? {};
  const retention = element("Mode", mode) + element("Days", days) + element("Years", years);
  const rule = retention ? `<Rule><DefaultRetention>${retention}</DefaultRetention></Rule>` : "";
  return xmlDocument("ObjectLockConfiguration", element("ObjectLockEnabled", "Enabled") + rule);
}

function startingNow({ mode, days, years = 0 }: LockDefault, now: Date): Retention {
  const length = (days ?? years * YEAR_DAYS) * DAY_MS;
  return { mode, until: new Date(now.getTime() + length).toISOString() };
}

function futureTime(text: string, now: Date): string {
  const time = Date.parse(text);
  if (Number.isNaN(time)) throw invalidArgument("The retain until date must be provided in ISO 8601 format");
  if (time <= now.getTime()) throw invalidArgument("The retain until date must be in the future!");
  return new Date(time).toISOString();
}

function isMode(text: string): text is Retention["mode"] {
  return text === "GOVERNANCE" || text === "COMPLIANCE";
}

function isSwitch(text: string): text is "ON" | "OFF" {
  return text === "ON" || text === "OFF";
}
