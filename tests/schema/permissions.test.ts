import { describe, expect, test } from "vitest";
import { type Actor, may, provide, require } from "#platform/actor.ts";
import { ApiScope, scopeOf } from "#schema/api-key.ts";
import type { Grantee, Permission } from "#schema/permissions.ts";
import { grantees, grantOf, marksWith, neverImpersonated, permissions } from "#schema/permissions.ts";
import type { Side, TenantRole } from "#schema/roles.ts";

const tenantId = "ten_1";
const who = { userId: "usr_1", name: "Somebody", sessionId: "ses_1" };

function member(role: TenantRole): Actor {
  return { kind: "user", tenantId, role, ...who };
}
function reviewer(role: TenantRole): Actor {
  return { kind: "reviewer", tenants: [{ tenantId, side: "agency" satisfies Side, role }], active: tenantId, ...who };
}
const key = { keyId: "key_1", name: "Key", ratePerMinute: 120, test: false };
const actors: Record<Exclude<Grantee, "AG">, Actor> = {
  SA: { kind: "admin", tenantId, ...who },
  DL: reviewer("admin"),
  DM: reviewer("reviewer"),
  TA: member("admin"),
  CA: member("reviewer"),
  TM: member("member"),
  KEY: { kind: "key", tenantId, ...key, scopes: ApiScope.options },
  LINK: {
    kind: "link",
    tenantId,
    linkId: "apl_1",
    name: "Link",
    approvalIds: ["apr_1"],
    canDecide: true,
    verified: true,
  },
};
const as = <T>(actor: Actor, work: () => T) => provide(actor, { door: "test", requestId: "req_test" }, work);

function codeOf(work: () => void): string | null {
  try {
    work();
    return null;
  } catch (error) {
    return (error as { code: string }).code;
  }
}

describe("the permission matrix", () => {
  test("has a known letter or nothing in every cell", () => {
    for (const permission of permissions)
      for (const grantee of grantees)
        expect(["F", "R", "P", "D", "O", "S", null]).toContain(grantOf(permission, grantee));
  });

  test("gives a DM admin all that a reviewer has, and a tenant admin all that approvers and members have", () => {
    for (const permission of permissions) {
      const marks = marksWith(permission);
      if (marks.includes("DM")) expect({ permission, marks }).toMatchObject({ marks: expect.arrayContaining(["DL"]) });
      if (marks.includes("CA") || marks.includes("TM"))
        expect({ permission, marks }).toMatchObject({ marks: expect.arrayContaining(["TA"]) });
    }
  });

  test("gives a super admin all that a DM admin has, save the leads of a client", () => {
    const missing = permissions.filter((one) => marksWith(one).includes("DL") && !marksWith(one).includes("SA"));
    expect(missing).toEqual(["lead.edit"]);
  });

  test("lets neither agents nor keys decide, and keys act only with a scope", () => {
    for (const permission of permissions) {
      expect(grantOf(permission, "AG")).not.toBe("D");
      expect([null, "S"]).toContain(grantOf(permission, "KEY"));
    }
  });

  test("keeps the two stages of an approval apart", () => {
    expect(marksWith("content.decide_dm")).toEqual(["SA", "DL", "DM"]);
    expect(marksWith("content.decide_client")).toEqual(["TA", "CA"]);
  });
});

describe("a verb", () => {
  const people = Object.entries(actors) as [Exclude<Grantee, "AG">, Actor][];

  test.each(people)("is open to %s exactly where the matrix says so", (grantee, actor) => {
    for (const permission of permissions) {
      // Keys are let in concept by concept, with the scope that names it.
      const isOpen = grantee !== "KEY" || scopeOf[permission] !== undefined;
      const granted = isOpen && grantOf(permission, grantee) !== null;
      const code = as(actor, () => codeOf(() => require(permission, "do this")));
      expect({ permission, code }).toEqual({ permission, code: granted ? null : "auth.forbidden" });
      expect({ permission, may: as(actor, () => may(permission)) }).toEqual({ permission, may: granted });
    }
  });

  test.each(people)("is closed to %s in any other tenant", (grantee, actor) => {
    if (grantee === "SA") return;
    for (const permission of permissions)
      expect(as(actor, () => codeOf(() => require(permission, "do this", "ten_2")))).toBe("auth.forbidden");
  });

  test("is closed to a key without its scope, whatever other scopes it has", () => {
    const opened = Object.entries(scopeOf) as [Permission, ApiScope][];
    expect(opened.length).toBeGreaterThan(5);
    for (const [permission, scope] of opened) {
      expect(grantOf(permission, "KEY")).toBe("S");
      const scopes = ApiScope.options.filter((one) => one !== scope);
      const code = as({ kind: "key", tenantId, ...key, scopes }, () => codeOf(() => require(permission, "do this")));
      expect({ permission, code }).toEqual({ permission, code: "apikey.scope_denied" });
    }
  });

  test("is closed to somebody who acts as another person where it decides, or is about money or credentials", () => {
    const impersonation = {
      id: "imp_1",
      staffUserId: "usr_2",
      staffName: "Staff",
      readOnly: false,
      expiresAt: new Date(Date.now() + 60_000).toISOString(),
    };
    const acting: Actor = { kind: "user", tenantId, role: "admin", ...who, impersonation };
    const codes = (list: readonly Permission[]) =>
      list.map((permission) => as(acting, () => codeOf(() => require(permission, "do this"))));
    const deciding = permissions.filter((permission) => grantOf(permission, "TA") === "D");
    expect(deciding.length).toBeGreaterThan(3);
    expect(new Set(codes([...deciding, ...neverImpersonated]))).toEqual(new Set(["auth.impersonated"]));
    expect(codes(["blog_post.publish", "dataset.upload"])).toEqual([null, null]);
    expect(as(acting, () => may("contract.accept"))).toBe(false);
  });
});
