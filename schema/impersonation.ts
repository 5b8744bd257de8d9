import * as z from "zod";
import { id } from "./ids.ts";
import { Time } from "./page.ts";

/** How long a super admin may act as somebody else, and how long the hand-over to the portal may take. */
export const impersonationMinutes = 60;
export const handOverSeconds = 60;

export const ImpersonationStart = z.strictObject({
  userId: id("user"),
  reason: z.string().trim().min(10).max(500),
  readOnly: z.boolean().default(true),
});
export type ImpersonationStart = z.infer<typeof ImpersonationStart>;

/** The portal at `url` exchanges the token, once, for a session. */
export const ImpersonationStarted = z.object({
  id: id("impersonation"),
  url: z.string(),
  token: z.string(),
  expiresAt: Time,
});
export type ImpersonationStarted = z.infer<typeof ImpersonationStarted>;

export const ImpersonationBegin = z.strictObject({ token: z.string().min(20).max(200) });

/** The act is over; the super admin's own session in Manage goes on at `url`. */
export const ImpersonationEnded = z.object({ url: z.string() });
export type ImpersonationEnded = z.infer<typeof ImpersonationEnded>;
