import { sql } from "kysely";
import type { ClientBase } from "pg";
import { type Actor, provide, tenants } from "#platform/actor.ts";
import { authRole } from "#platform/auth-role.ts";
import { pool, transaction } from "#platform/db.ts";
import { platformRole } from "#platform/platform-role.ts";
import { appRole } from "#platform/role.ts";
import { type Identity, identities } from "#schema/isolation.ts";

/** The tenants of the attack: rows are `own`'s, `other` has rows of the same kinds, `third` is a second client of the reviewer. */
export const own = "ten_own";
export const other = "ten_other";
const third = "ten_third";

/** Who makes an attempt: an identity of the declaration, or the owner of the tables, whom no request runs as. */
export type Attacker = Identity | "owner of the tables";
/** Tries statements as somebody, each undone at once. Answers `rows:<n>` or the error's SQLSTATE for each. */
export type Runner = (who: Attacker, statements: readonly string[]) => Promise<string[]>;

const person = { userId: "usr_attacker", name: "Attacker", sessionId: "ses_attacker" };
const reviewer = (ids: string[]): Actor => {
  const memberships = ids.map((tenantId) => ({ tenantId, side: "agency" as const, role: "reviewer" as const }));
  return { kind: "reviewer", tenants: memberships, active: null, ...person };
};
const user = (tenantId: string): Actor => ({ kind: "user", tenantId, role: "admin", ...person });
const agent = (tenantId: string): Actor => ({ kind: "agent", tenantId, runId: "run_attacker", agent: "blog-writer" });
const key = { keyId: "key_attacker", name: "Key", scopes: [], ratePerMinute: 120, test: false };
const link = { linkId: "apl_attacker", name: "Link", approvalIds: ["apr_attacker"], canDecide: true, verified: true };

const actors: Record<Identity, Actor> = {
  "person of the tenant": user(own),
  "person of another tenant": user(other),
  "reviewer assigned to the tenant": reviewer([third, own]),
  "reviewer not assigned to the tenant": reviewer([other, third]),
  "API key of the tenant": { kind: "key", tenantId: own, ...key },
  "signed link of the tenant": { kind: "link", tenantId: own, ...link },
  "agent run of the tenant": agent(own),
  "agent run of another tenant": agent(other),
  "job of the tenant": { kind: "system", tenantId: own, name: "attack" },
  "job without a tenant": { kind: "system", tenantId: null, name: "attack" },
  "nobody signed in": { kind: "public" },
  "app role without the setting": { kind: "public" },
  "auth role": { kind: "public" },
  "super admin": { kind: "admin", tenantId: null, role: platformRole, ...person },
};

/** Tenants whose rows the identity may see, as the product derives them from the actor. */
export function visible(who: Identity): string[] {
  return provide(actors[who], { door: "test", requestId: "req_test" }, tenants);
}

const trying =
  "select attempt(statement) as result from unnest($1::text[]) with ordinality as t(statement, at) order by at";

/** The function behind every attempt: runs a statement with the caller's rights, undoes it, tells what came of it. */
export const attemptFunction = `create function attempt(statement text) returns text language plpgsql as $$
  declare touched bigint;
  begin
    execute statement;
    get diagnostics touched = row_count;
    set constraints all immediate;
    raise exception using errcode = 'ZZ001', message = 'rows:' || touched;
  exception
    when sqlstate 'ZZ001' then return sqlerrm;
    when others then return sqlstate;
  end $$`;

/** Tries as the product does it: the actor at the door, the product's transaction, the role's own connection. */
export const throughProduct: Runner = async (who, statements) => {
  if (who === "owner of the tables") throw new Error("the product never connects as the owner");
  if (who === "app role without the setting") {
    const { rows } = await pool(appRole).query<{ result: string }>(trying, [statements]);
    return rows.map(({ result }) => result);
  }
  const role = who === "auth role" ? authRole : undefined;
  return provide(actors[who], { door: "test", requestId: "req_test" }, () =>
    transaction(async (tx) => {
      const { rows } = await sql<{ result: string }>`
        select attempt(statement) as result from unnest(${[...statements]}::text[]) with ordinality as t(statement, at) order by at`.execute(
        tx,
      );
      return rows.map(({ result }) => result);
    }, role),
  );
};

/** Tries on one connection of the superuser, which takes each role in turn: sees what its open transaction changed. */
export function throughRoles(client: ClientBase): Runner {
  return async (who, statements) => {
    const role = who === "owner of the tables" ? "migrator" : identities[who].role;
    const setting = who === "owner of the tables" ? own : visible(who).join(",");
    await client.query(`set local role ${role}; set local app.tenants = '${setting}'`);
    const { rows } = await client.query<{ result: string }>(trying, [statements]);
    await client.query("reset role");
    return rows.map(({ result }) => result);
  };
}

/** One identity for each way in which the database can tell them apart. */
export const distinct: Identity[] = [
  ...new Map(
    (Object.keys(identities) as Identity[]).map((who) => [`${identities[who].role} ${visible(who)}`, who]),
  ).values(),
];
