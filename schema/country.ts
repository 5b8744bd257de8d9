import * as z from "zod";
import { countries } from "./countries.ts";

const codes = new Set(countries.map(({ code }) => code));

/** ISO 3166-1 alpha-2 code. */
export const Country = z.string().refine((code) => codes.has(code), "must be a country code such as IN or US");

/** An IANA time zone that this runtime knows. */
export const TimeZone = z.string().max(60).refine(isTimeZone, "must be an IANA time zone such as Asia/Kolkata");

/** A language as the database keeps it: a language of BCP 47, perhaps with a script and a region. */
export const Locale = z
  .string()
  .regex(
    /^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$/,
    "must be a language tag such as en, de-AT or zh-Hant-TW",
  );

// Countries of several zones: the one most of their people live in.
const mainZones: Record<string, string> = {
  AR: "America/Argentina/Buenos_Aires",
  AU: "Australia/Sydney",
  BR: "America/Sao_Paulo",
  CA: "America/Toronto",
  CL: "America/Santiago",
  CN: "Asia/Shanghai",
  ES: "Europe/Madrid",
  ID: "Asia/Jakarta",
  IN: "Asia/Kolkata",
  KZ: "Asia/Almaty",
  MX: "America/Mexico_City",
  MY: "Asia/Kuala_Lumpur",
  NZ: "Pacific/Auckland",
  PT: "Europe/Lisbon",
  RU: "Europe/Moscow",
  US: "America/New_York",
};

/** A time zone to begin with in a country that named none. */
export function zoneOf(country: string): string {
  const locale: Intl.Locale & { getTimeZones?(): string[] | undefined } = new Intl.Locale(`und-${country}`);
  return mainZones[country] ?? locale.getTimeZones?.()?.[0] ?? "UTC";
}

function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}
