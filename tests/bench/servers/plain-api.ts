import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from "jose";
import pg from "pg";
import { listen } from "#localstack/services/serve.ts";
import { serving } from "./child.ts";

// The least that answers one content request to its tenant: token by jose, one hand-written query. Below `/open` as a role without
// policies, elsewhere under row-level security in a transaction.
const keys = createLocalJWKSet(JSON.parse(process.env["AUTH_VERIFY_KEYS"] ?? "") as JSONWebKeySet);
const open = new pg.Pool({ connectionString: process.env["PLATFORM_DATABASE_URL"], max: 10 });
const guarded = new pg.Pool({ connectionString: process.env["DATABASE_URL"], max: 10 });
const statement = `select r.*, t.name as tenant_name,
    (select a.id from approvals a where a.tenant_id = r.tenant_id and a.subject_type = 'content_request' and a.subject_id = r.id
      and a.status = 'pending' limit 1) as approval_id
  from blog_requests r join tenants t on t.id = r.tenant_id where r.tenant_id = $1 and r.id = $2 and r.deleted_at is null`;

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const token = request.headers.authorization?.slice("Bearer ".length) ?? "";
  const { payload } = await jwtVerify(token, keys, { issuer: "leadmetrics", audience: "api", algorithms: ["EdDSA"] });
  const tenantId = String(payload["tid"]);
  const parts = request.url?.split("/") ?? [];
  const values = [tenantId, parts.at(-1)];
  const row = parts[1] === "open" ? (await open.query(statement, values)).rows[0] : await guardedRow(tenantId, values);
  const body = JSON.stringify(row ?? null);
  const headers = { "content-type": "application/json", "content-length": Buffer.byteLength(body) };
  response.writeHead(row ? 200 : 404, headers).end(body);
}

async function guardedRow(tenantId: string, values: unknown[]): Promise<unknown> {
  const client = await guarded.connect();
  try {
    await client.query(`begin; select set_config('app.tenants', ${client.escapeLiteral(tenantId)}, true)`);
    const { rows } = await client.query<Record<string, unknown>>(statement, values);
    await client.query("commit");
    return rows[0];
  } finally {
    client.release();
  }
}

const server = createServer((request, response) => {
  answer(request, response).catch(() => response.writeHead(500).end());
});
serving(await listen(server, 0));
