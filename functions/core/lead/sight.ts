import { current, mark, person, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { AppError } from "#schema/errors.ts";

/** What of the leads the actor sees: all, those of their own and perhaps those of nobody, or none; the agency perhaps masked. */
export interface Sight {
  rows: "all" | "assigned" | "own" | "none";
  masked: boolean;
  userId: string;
}

/** The actor's sight, by the switches of the workspace. Machines see what their work is about; an approver of the client none. */
export async function sightOf(tx: Tx): Promise<Sight> {
  const { kind } = current();
  if (kind === "system" || kind === "agent" || kind === "key") return { rows: "all", masked: false, userId: "" };
  const who = mark();
  const settings = await tx
    .selectFrom("tenantSettings")
    .select(["leadVisibility", "dmLeadAccess"])
    .where("tenantId", "=", tenant())
    .executeTakeFirst();
  const { userId } = person();
  if (who === "DM" || who === "DL") {
    const access = settings?.dmLeadAccess ?? "full";
    return { rows: access === "none" ? "none" : "all", masked: access === "masked", userId };
  }
  if (who === "TM") return { rows: (settings?.leadVisibility ?? "all") as Sight["rows"], masked: false, userId };
  return { rows: who === "TA" || who === "SA" ? "all" : "none", masked: false, userId };
}

/** Refuses what needs to know whom a lead is about. @throws auth.forbidden */
export function unmasked({ masked }: Sight): void {
  if (masked) throw new AppError("auth.forbidden", "This client shows its leads to the agency without names only.");
}

interface Person {
  firstName: string | null;
  lastName: string | null;
  email: string | null;
  phone: string | null;
}

/** What the sight shows of a person: masked, a letter of the name and the domain, and no number. */
export function shownOf({ firstName, lastName, email, phone }: Person, { masked }: Pick<Sight, "masked">): Person {
  if (!masked) return { firstName, lastName, email, phone };
  const letter = (text: string | null) => text && `${text.slice(0, 1)}.`;
  return {
    ...{ firstName: letter(firstName), lastName: letter(lastName) },
    ...{ email: email && `…@${email.split("@")[1]}`, phone: null },
  };
}

/** The leads in sight. */
export function inSight(tx: Tx, { rows, userId }: Sight) {
  return tx
    .selectFrom("leads")
    .selectAll()
    .where("tenantId", "=", tenant())
    .where("deletedAt", "is", null)
    .$if(rows === "none", (query) => query.where("id", "=", ""))
    .$if(rows === "own", (query) => query.where("assignedTo", "=", userId))
    .$if(rows === "assigned", (query) =>
      query.where((eb) => eb.or([eb("assignedTo", "=", userId), eb("assignedTo", "is", null)])),
    );
}
