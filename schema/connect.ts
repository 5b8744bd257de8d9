import * as z from "zod";
import { ChannelAuth, ChannelCapability } from "./channel.ts";
import { id } from "./ids.ts";
import { AccountType } from "./metric.ts";
import { AttemptMode } from "./publish.ts";
import { Plan } from "./tenant.ts";

/** The kinds of account that people sign in to at their provider. */
export const SignInType = z.enum([...AccountType.options, "hubspot"]);
export type SignInType = z.infer<typeof SignInType>;

/** How long a person may take at the provider, and then to choose the account. */
export const signInMinutes = 10;
export const choiceMinutes = 30;
/** Tokens that live long are renewed so long before their end, those of an hour when they are used. */
export const renewEarlyHours = 24;
export const renewEarlyMinutes = 5;
/** On so many days people are told that an account has to be connected again. */
export const remindDays = 7;
/** So many readings in a row have to fail before people are shown it. */
export const failedSyncsShown = 3;

/** `channelId` names the channel that is connected again. */
export const SignIn = z.strictObject({ channelId: id("channel").optional() });
export type SignIn = z.infer<typeof SignIn>;
export const SignInDoor = z.object({ url: z.string() });

/** What the provider sent the person back with: a code, or why there is none. */
export const SignInReturn = z
  .strictObject({
    state: z.string().min(1).max(200),
    code: z.string().min(1).max(4_000).optional(),
    error: z.string().max(500).optional(),
  })
  .refine(({ code, error }) => (code === undefined) !== (error === undefined), "either a code or an error");
export type SignInReturn = z.infer<typeof SignInReturn>;

/** Either the channel is connected, or an account is still to be chosen with `choice`. */
export const SignInResult = z.object({
  channelId: id("channel").nullable(),
  choice: z.string().nullable(),
});
export type SignInResult = z.infer<typeof SignInResult>;

export const ChoiceQuery = z.strictObject({ choice: z.string().min(1).max(200) });
/** An account of the provider that the person may use. */
export const AccountOffer = z.object({
  id: z.string(),
  title: z.string(),
  detail: z.string().nullable(),
  isConnected: z.boolean(),
});
export type AccountOffer = z.infer<typeof AccountOffer>;
export const AccountOffers = z.object({ type: SignInType, typeName: z.string(), items: z.array(AccountOffer) });
export type AccountOffers = z.infer<typeof AccountOffers>;
export const ChooseAccount = ChoiceQuery.extend({ selectedId: z.string().min(1).max(300) });
export type ChooseAccount = z.infer<typeof ChooseAccount>;

export const ConnectWordpress = z.strictObject({
  name: z.string().trim().min(1).max(120),
  siteUrl: z.url({ protocol: /^https?$/ }).max(2_000),
  username: z.string().trim().min(1).max(120),
  appPassword: z.string().trim().min(8).max(200),
  mode: AttemptMode.default("draft"),
});
export type ConnectWordpress = z.infer<typeof ConnectWordpress>;

export const Tested = z.object({ ok: z.boolean(), account: z.string().nullable(), message: z.string().nullable() });
export type Tested = z.infer<typeof Tested>;

/** What keeps a kind of channel from being connected. */
export const Obstacle = z.enum(["plan", "not_configured", "inactive"]);
/** A kind of channel as it is offered. */
export const ChannelType = z.object({
  type: z.string(),
  name: z.string(),
  description: z.string(),
  category: z.string(),
  auth: ChannelAuth,
  capabilities: z.array(ChannelCapability),
  minPlan: Plan,
  obstacle: Obstacle.nullable(),
});
export type ChannelType = z.infer<typeof ChannelType>;
export const ChannelTypes = z.object({
  items: z.array(ChannelType),
  /** Channels that count for the plan, and how many it has room for; null is without end. */
  taken: z.number().int(),
  room: z.number().int().nullable(),
});
export type ChannelTypes = z.infer<typeof ChannelTypes>;
