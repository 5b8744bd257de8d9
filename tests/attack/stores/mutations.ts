// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the texts are source code.
import type { StoreAttackName } from "./index.ts";

/** One check taken out of the code, and the attack that must notice. */
export interface CodeMutation {
  what: string;
  /** The module, by its import path; the file is the same path below `functions/`. */
  module: `#platform/${string}` | `#core/${string}` | `#functions/${string}`;
  /** Text of the source that occurs exactly once, and what stands there instead. */
  from: string;
  to: string;
  seenBy: StoreAttackName;
}

export const codeMutations: readonly CodeMutation[] = [
  {
    what: "the owner of an object key is not looked at",
    module: "#platform/storage.ts",
    from: "!tenants().includes(owner)",
    to: "false",
    seenBy: "files",
  },
  { what: "an object key may climb", module: "#platform/storage.ts", from: "!plain || ", to: "", seenBy: "files" },
  {
    what: "searches run with the administrator's key",
    module: "#platform/search.ts",
    from: "ask(inTenant(tenant()), questions)",
    to: "ask(administrator(), questions)",
    seenBy: "search",
  },
  {
    what: "scoped keys hold no tenant",
    module: "#platform/search-client.ts",
    from: "filter_by: `tenantId:=${tenantId}`, ",
    to: "",
    seenBy: "search",
  },
  {
    what: "scoped keys never expire",
    module: "#platform/search-client.ts",
    from: ", expires_at: expiresAt",
    to: "",
    seenBy: "search",
  },
  {
    what: "the key behind scoped keys may do everything",
    module: "#platform/search-client.ts",
    from: "return administrator().keys().generateScopedSearchKey(searchKey(), scope);",
    to: 'return config("TYPESENSE_API_KEY");',
    seenBy: "search",
  },
  {
    what: "a document of any tenant is stored",
    module: "#platform/search.ts",
    from: "document.tenantId !== tenant()",
    to: "false",
    seenBy: "search",
  },
  {
    what: "a document may be taken over",
    module: "#platform/search.ts",
    from: "known.tenantId !== document.tenantId",
    to: "false",
    seenBy: "search",
  },
  {
    what: "documents are removed by id alone",
    module: "#platform/search.ts",
    from: "tenantId:=${tenant()} && id",
    to: "id",
    seenBy: "search",
  },
  {
    what: "found documents are not looked at again",
    module: "#platform/search.ts",
    from: "({ document }) => document.tenantId === tenant()",
    to: "() => true",
    seenBy: "lies",
  },
  {
    what: "anybody searches all tenants",
    module: "#core/search/index.ts",
    from: 'current().kind !== "admin"',
    to: "false",
    seenBy: "search",
  },
  {
    what: "vector queries have no tenant filter",
    module: "#platform/vectors.ts",
    from: '{ key: "tenant_id", match: { value: tenant() } }, ',
    to: "",
    seenBy: "vectors",
  },
  {
    what: "found passages are not looked at again",
    module: "#platform/vectors.ts",
    from: 'if (payload["tenant_id"] !== tenant()) return [];',
    to: "",
    seenBy: "lies",
  },
  {
    what: "the audit log is asked without a chain",
    module: "#platform/audit.ts",
    from: "      tenantId: chain,\n      ...(filter",
    to: "      ...(filter",
    seenBy: "trail",
  },
  {
    what: "anybody reads the audit log",
    module: "#core/audit/index.ts",
    from: 'require("audit.read", "read the audit log");',
    to: "",
    seenBy: "trail",
  },
  {
    what: "cursors are not bound to their list",
    module: "#core/page/index.ts",
    from: "sign(`${scope}.${body}`));",
    to: "signature);",
    seenBy: "doors",
  },
  {
    what: "kept answers are found by their key alone",
    module: "#functions/api/edge/idempotency.ts",
    from: ':${reference()}:${tenants().length === 1 ? tenants()[0] : "-"}`',
    to: ":system:any:-`",
    seenBy: "doors",
  },
  {
    what: "a reviewer chooses any client",
    module: "#functions/api/edge/session.ts",
    from: "row.tenantId === wanted",
    to: "row.tenantId !== null",
    seenBy: "doors",
  },
  {
    what: "a token's person need not be the session's",
    module: "#functions/api/edge/session.ts",
    from: " || snapshot.userId !== claims.sub",
    to: "",
    seenBy: "doors",
  },
  {
    what: "a token's tenant need not be its person's",
    module: "#functions/api/edge/session.ts",
    from: 'row.tenantId === claims.tid && row.side === "client"',
    to: 'row.side === "client"',
    seenBy: "doors",
  },
  {
    what: "anybody works within any tenant",
    module: "#platform/actor.ts",
    from: "!tenants().includes(tenantId)",
    to: "false",
    seenBy: "doors",
  },
  {
    what: "requests run as the role that sees all tenants",
    module: "#platform/db.ts",
    from: 'return (actor.kind === "admin" && actor.role) || appRole;',
    to: 'return actor.kind === "admin" ? appRole : { name: "platform", url: "PLATFORM_DATABASE_URL" };',
    seenBy: "doors",
  },
  {
    what: "all tenants share one live stream",
    module: "#platform/live.ts",
    from: "`live:${tenantId}`",
    to: '"live:all"',
    seenBy: "cache",
  },
  {
    what: "all sessions share one snapshot",
    module: "#core/session/index.ts",
    from: "`auth:session:${sessionId}`",
    to: '"auth:session:ses_all"',
    seenBy: "cache",
  },
  {
    what: "notices reach everybody",
    module: "#functions/live/audience.ts",
    from: 'frame.data["userId"] === listener.userId',
    to: "true",
    seenBy: "live",
  },
  {
    what: "internal comments reach the client",
    module: "#functions/live/audience.ts",
    from: 'listener.side === "agency"',
    to: "true",
    seenBy: "live",
  },
  {
    what: "anybody joins any room",
    module: "#functions/live/namespace.ts",
    from: "if (!sideIn(held.session, tenantId))\n",
    to: "if (false)\n",
    seenBy: "live",
  },
  {
    what: "the live view of a run is not looked up first",
    module: "#functions/api/live/sse.ts",
    from: 'await Run.get(c.req.param("id") ?? "");',
    to: '{ id: c.req.param("id") ?? "", status: "success" };',
    seenBy: "live",
  },
  {
    what: "jobs run without a tenant of their own",
    module: "#functions/worker/door.ts",
    from: '{ kind: "system", tenantId, name: queue }',
    to: '{ kind: "system", tenantId: null, name: queue }',
    seenBy: "jobs",
  },
];
