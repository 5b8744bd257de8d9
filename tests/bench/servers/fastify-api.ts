import Fastify from "fastify";
import { Redis } from "ioredis";
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from "jose";
import pg from "pg";
import { serving } from "./child.ts";

// The same work as the product's route, written by hand on Fastify: token by jose, session and rate limit in Redis, one query
// under row-level security in a transaction. Below `/bare` without session, limit and policies.
const keys = createLocalJWKSet(JSON.parse(process.env["AUTH_VERIFY_KEYS"] ?? "") as JSONWebKeySet);
const redis = new Redis(process.env["REDIS_URL"] ?? "", { enableAutoPipelining: true });
const bare = new pg.Pool({ connectionString: process.env["PLATFORM_DATABASE_URL"], max: 10 });
const guarded = new pg.Pool({ connectionString: process.env["DATABASE_URL"], max: 10 });
const statement = `select r.*, t.name as tenant_name, u.first_name, u.last_name,
    array(select x.id from activities x
      where x.tenant_id = r.tenant_id and x.request_id = r.id order by x.id) as activity_ids,
    (select a.id from approvals a where a.tenant_id = r.tenant_id and a.subject_type = 'content_request' and a.subject_id = r.id
      and a.status = 'pending' limit 1) as approval_id
  from blog_requests r join tenants t on t.id = r.tenant_id left join users u on u.id = split_part(r.requested_by, ':', 2)
  where r.tenant_id = $1 and r.id = $2 and r.deleted_at is null`;

interface Caller {
  tenantId: string;
  sessionId: string;
  userId: string;
}

async function callerOf(authorization: string | undefined): Promise<Caller> {
  const token = authorization?.slice("Bearer ".length) ?? "";
  const { payload } = await jwtVerify(token, keys, { issuer: "leadmetrics", algorithms: ["EdDSA"] });
  return { tenantId: String(payload["tid"]), sessionId: String(payload["sid"]), userId: String(payload.sub) };
}

/** One window per minute and person, the way most limiters do it. */
async function mayGoOn({ sessionId, userId }: Caller): Promise<boolean> {
  const key = `bench:rl:${userId}`;
  const [session, counted] = await Promise.all([
    redis.get(`bench:session:${sessionId}`),
    redis.multi().incr(key).expire(key, 60, "NX").exec(),
  ]);
  if (session === null) await redis.set(`bench:session:${sessionId}`, JSON.stringify({ userId }), "EX", 60);
  return Number(counted?.[0]?.[1]) < 1_000_000;
}

async function guardedRow(tenantId: string, id: string): Promise<unknown> {
  const client = await guarded.connect();
  try {
    await client.query(`begin; select set_config('app.tenants', ${client.escapeLiteral(tenantId)}, true)`);
    const { rows } = await client.query<Record<string, unknown>>(statement, [tenantId, id]);
    await client.query("commit");
    return rows[0];
  } finally {
    client.release();
  }
}

const params = { type: "object", properties: { id: { type: "string", minLength: 1, maxLength: 60 } } } as const;
const app = Fastify();
app.get<{ Params: { id: string } }>("/same/:id", { schema: { params } }, async (request, reply) => {
  const caller = await callerOf(request.headers.authorization);
  if (!(await mayGoOn(caller))) return reply.code(429).send({});
  return (await guardedRow(caller.tenantId, request.params.id)) ?? reply.code(404).send({});
});
app.get<{ Params: { id: string } }>("/bare/:id", { schema: { params } }, async (request, reply) => {
  const { tenantId } = await callerOf(request.headers.authorization);
  const { rows } = await bare.query<Record<string, unknown>>(statement, [tenantId, request.params.id]);
  return rows[0] ?? reply.code(404).send({});
});
await app.listen({ port: 0, host: "127.0.0.1" });
const address = app.server.address();
serving(typeof address === "object" && address ? address.port : 0);
