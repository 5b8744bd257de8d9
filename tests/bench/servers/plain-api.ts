import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from "jose";
import pg from "pg";
import { listen } from "#localstack/services/serve.ts";
import { serving } from "./child.ts";

// The least that answers one content request to its tenant: token by jose, one hand-written query as a role without policies.
const keys = createLocalJWKSet(JSON.parse(process.env["AUTH_VERIFY_KEYS"] ?? "") as JSONWebKeySet);
const pool = new pg.Pool({ connectionString: process.env["PLATFORM_DATABASE_URL"], max: 10 });
const statement = `select r.*, t.name as tenant_name,
    (select a.id from approvals a where a.tenant_id = r.tenant_id and a.subject_type = 'content_request' and a.subject_id = r.id
      and a.status = 'pending' limit 1) as approval_id
  from blog_requests r join tenants t on t.id = r.tenant_id where r.tenant_id = $1 and r.id = $2 and r.deleted_at is null`;

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const token = request.headers.authorization?.slice("Bearer ".length) ?? "";
  const { payload } = await jwtVerify(token, keys, { issuer: "leadmetrics", audience: "api", algorithms: ["EdDSA"] });
  const id = request.url?.split("/").at(-1);
  const { rows } = await pool.query(statement, [payload["tid"], id]);
  const body = JSON.stringify(rows[0] ?? null);
  response.writeHead(rows[0] ? 200 : 404, {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(body),
  });
  response.end(body);
}

const server = createServer((request, response) => {
  answer(request, response).catch(() => response.writeHead(500).end());
});
serving(await listen(server, 0));
