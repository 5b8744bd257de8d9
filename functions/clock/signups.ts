import { expireDue } from "#core/signup/expire.ts";
import { provide } from "#platform/actor.ts";
import { newId } from "#schema/ids.ts";

/** Ends sign-ups that nobody finished. */
export async function handler(): Promise<void> {
  const clock = { kind: "system", tenantId: null, name: "signups.expire" } as const;
  await provide(clock, { door: "signups.expire", requestId: newId("request") }, async () => {
    while ((await expireDue()) > 0);
  });
}
