import { isValidPhoneNumber } from "libphonenumber-js/min";
import * as z from "zod";
import { LoginResult } from "./auth.ts";
import { Country, TimeZone } from "./country.ts";
import { id } from "./ids.ts";
import { Time } from "./page.ts";
import { TaxIds } from "./tax.ts";
import { Plan } from "./tenant.ts";
import { JsonObject, Sha256, WebUrl } from "./value.ts";

export const SignupState = z.enum(["step_1", "step_2", "step_3", "step_4", "payment_pending", "complete", "expired"]);
export type SignupState = z.infer<typeof SignupState>;

/** Header in which a browser shows that a sign-up is its own. */
export const signupHeader = "x-signup-token";

/** Version of the terms that are shown now, and that a sign-up must have ticked. */
export const termsVersion = "2026-01";

/** A first or last name: 2 to 50 letters, with space, hyphen or apostrophe inside. */
export const PersonName = z
  .string()
  .trim()
  .min(2)
  .max(50)
  .regex(/^[\p{L}\p{M}]+(?:[ '’-][\p{L}\p{M}]+)*$/u, "may hold letters, and inside a space, hyphen or apostrophe");

/** An e-mail address, lower-cased. */
export const Email = z
  .email()
  .max(254)
  .transform((value) => value.toLowerCase());

/** A phone number in E.164 form that can exist in its numbering plan. */
export const Phone = z
  .string()
  .trim()
  .max(20)
  .refine((value) => /^\+\d{7,15}$/.test(value) && isValidPhoneNumber(value), "must be a number such as +919820012345");

/** A website: http or https, no credentials in it. */
export const Website = z
  .url({ protocol: /^https?$/ })
  .max(300)
  .refine((value) => !URL.canParse(value) || new URL(value).username === "", "must not hold a user name");

export const SignupStart = z.strictObject({
  country: Country,
  firstName: PersonName,
  lastName: PersonName,
  email: Email,
  phone: Phone,
  password: z.string().min(1).max(128).describe("checked, not kept"),
  timezone: TimeZone.optional(),
});
export type SignupStart = z.infer<typeof SignupStart>;

export const SignupCompany = z.strictObject({
  name: z.string().trim().min(2).max(120),
  website: Website.nullish(),
  industry: z.string().trim().min(2).max(60).describe("a key of the list, or words of one's own for another"),
});
export type SignupCompany = z.infer<typeof SignupCompany>;

export const SignupLocation = TaxIds.required({ state: true });
export type SignupLocation = z.infer<typeof SignupLocation>;

export const Address = z.strictObject({
  name: z.string().trim().min(2).max(120),
  address: z.string().trim().min(5).max(250),
  city: z.string().trim().min(2).max(100),
  state: z.string().trim().min(2).max(100),
  postalCode: z.string().trim().min(2).max(16),
  country: Country,
});
export type Address = z.infer<typeof Address>;

export const SignupComplete = z.strictObject({
  planPriceId: z.string().max(60),
  password: z.string().min(1).max(128),
  billing: Address,
  termsVersion: z.literal(termsVersion, "must be the version of the terms that is shown now"),
});
export type SignupComplete = z.infer<typeof SignupComplete>;

export const SignupStarted = z.object({ id: id("signupSession"), resumeToken: z.string(), state: SignupState });
export type SignupStarted = z.infer<typeof SignupStarted>;

/** A sign-up as its owner sees it again; the password was never kept. */
export const Signup = z.object({
  id: id("signupSession"),
  state: SignupState,
  /** Screen to go on with. */
  next: z.enum(["company", "location", "plan", "payment", "done"]),
  country: z.string(),
  firstName: z.string(),
  lastName: z.string(),
  email: z.string(),
  phone: z.string(),
  company: z.object({ name: z.string(), website: z.string().nullable(), industry: z.string() }).nullable(),
  location: z
    .object({ state: z.string(), gstin: z.string().nullable(), sez: z.boolean(), pan: z.string().nullable() })
    .nullable(),
  expiresAt: Time,
});
export type Signup = z.infer<typeof Signup>;

export const Cycle = z.enum(["monthly", "quarterly", "yearly"]);
export type Cycle = z.infer<typeof Cycle>;

export const Money = z.object({ amountMinor: z.number().int(), currency: z.string() });
export type Money = z.infer<typeof Money>;

/** One thing that is sold in a region: a plan at a price for a cycle. */
export const PlanOffer = z.object({
  planPriceId: z.string(),
  plan: Plan,
  name: z.string(),
  cycle: Cycle,
  price: Money,
  trialDays: z.number().int(),
  credits: z.number().describe("a month"),
  users: z.number().int().nullable().describe("null: unlimited"),
  channels: z.number().int().nullable(),
  files: z.number().int(),
});
export type PlanOffer = z.infer<typeof PlanOffer>;

export const PlanOffers = z.object({
  region: z.object({ code: z.string(), name: z.string(), currency: z.string() }),
  termsVersion: z.string(),
  termsText: z.string().describe("of that version, as Markdown"),
  items: z.array(PlanOffer),
});
export type PlanOffers = z.infer<typeof PlanOffers>;

/** Why nothing is asked for yet: no gateway takes payments until billing is there. */
export const SignupPayment = z.object({
  state: SignupState,
  amount: Money.nullable(),
  gatewayOrder: z.null().describe("null while no payment can be taken"),
  message: z.string(),
});
export type SignupPayment = z.infer<typeof SignupPayment>;

export const SignupDone = z.object({
  tenantId: id("tenant"),
  state: SignupState,
  tokens: LoginResult,
  payment: SignupPayment.nullable().describe("null when nothing is to be paid"),
});
export type SignupDone = z.infer<typeof SignupDone>;

/** Self-service sign-up before there is a tenant; never holds a password. */
export const SignupSessionRow = z.object({
  id: id("signupSession"),
  state: SignupState,
  email: z.string().min(3).max(254),
  firstName: z.string().min(2).max(50),
  lastName: z.string().min(2).max(50),
  phone: z.string().regex(/^\+[1-9][0-9]{6,14}$/),
  country: z.string().regex(/^[A-Z]{2}$/),
  company: z.string().min(2).max(120).nullable(),
  websiteUrl: WebUrl.nullable(),
  industry: z.string().min(2).max(60).nullable(),
  tax: JsonObject,
  planPriceId: z.string().max(60).nullable(),
  billingAddress: JsonObject.nullable(),
  termsVersion: z.string().min(1).max(20).nullable(),
  gatewayOrderId: z.string().max(200).nullable(),
  resumeTokenHash: Sha256,
  expiresAt: Time,
});
