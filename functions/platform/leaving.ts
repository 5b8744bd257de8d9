import { AppError } from "#schema/errors.ts";
import { current } from "./actor.ts";
import { transaction } from "./db.ts";
import { type GuardedInit, guardedFetch } from "./fetch.ts";

/**
 * The one door through which a client's texts leave for a model, an embedder, a search or an agent elsewhere. Whoever allows
 * only local models is asked for anew with every request, so that no configuration, cached choice or retry gets past it.
 * `declaredLocal` says that the installation calls the address local; the address itself is judged all the same.
 * @throws privacy.local_only before anything is sent
 */
export async function carry(
  url: string | URL,
  { declaredLocal, ...init }: GuardedInit & { declaredLocal: boolean },
): Promise<Response> {
  if (!(await mustStayInside())) return guardedFetch(url, init);
  if (!declaredLocal) throw localOnly(new URL(url).host);
  return guardedFetch(url, { ...init, inside: true });
}

/** The same door for what is no request of ours: a program that sends by itself. @throws privacy.local_only */
export async function demandLeave(receiver: string): Promise<void> {
  if (await mustStayInside()) throw localOnly(receiver);
}

// Work of the platform carries no client's texts. Work of nobody known, or for nobody known, sends nothing away.
async function mustStayInside(): Promise<boolean> {
  const carried = clientAtWork();
  if (carried === "platform") return false;
  if (carried === null) return true;
  const owner = await transaction((tx) =>
    tx.selectFrom("tenants").select("dataPrivacyLevel").where("id", "=", carried).executeTakeFirst(),
  );
  return owner?.dataPrivacyLevel !== "cloud_ok";
}

function clientAtWork(): string | null {
  const actor = current();
  switch (actor.kind) {
    case "user":
    case "key":
    case "link":
    case "agent":
      return actor.tenantId;
    case "reviewer":
      return actor.active;
    case "admin":
    case "system":
      return actor.tenantId ?? "platform";
    case "person":
    case "public":
      return null;
  }
}

function localOnly(receiver: string): AppError {
  return new AppError("privacy.local_only", `This client's data stays here; ${receiver} would receive it.`);
}
