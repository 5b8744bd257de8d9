import * as z from "zod";

/** Values of a fixed form, as the database checks them too. */
export const Sha256 = z.string().regex(/^[0-9a-f]{64}$/, "must be a SHA-256 in lower-case hexadecimal");
/** ISO 4217. */
export const Currency = z.string().regex(/^[A-Z]{3}$/, "must be a currency code such as INR");

/** How many decimals amounts of a currency have: 2 for the dollar, none for the yen; 2 while a code is half typed. */
export function digitsOf(currency: string): number {
  if (!Currency.safeParse(currency).success) return 2;
  const format = new Intl.NumberFormat("en", { style: "currency", currency });
  return format.resolvedOptions().maximumFractionDigits ?? 2;
}

/** An amount of a currency in its smallest unit: 12.5 dollars are 1250 cents, 12 yen are 12. */
export function minorOf(amount: number, currency: string): number {
  return Math.round(amount * 10 ** digitsOf(currency));
}

/** The reverse of `minorOf`: 1250 cents are 12.5 dollars. */
export function amountOf(amountMinor: number, currency: string): number {
  return amountMinor / 10 ** digitsOf(currency);
}

export const Color = z.string().regex(/^#[0-9a-f]{6}$/, "must be a colour such as #1f6feb");
export const Domain = z
  .string()
  .max(253)
  .regex(/^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/, "must be a domain such as example.com");
export const WebUrl = z
  .string()
  .max(2_000)
  .regex(/^https?:\/\//, "must be an http or https address");
/** Who did it: `kind:id`, for example `user:usr_…`, `agent:run_…`, `system:reconcile`. */
export const ActorRef = z.string().regex(/^[a-z]+:/, "must be a kind and an id, such as user:usr_…");
export const JsonObject = z.record(z.string(), z.unknown());
