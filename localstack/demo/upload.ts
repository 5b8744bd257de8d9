import { readFile } from "node:fs/promises";
import { buildDemoFiles } from "./build.ts";

const uploaders = { "harbor-pine": "clara@harborpine.test", solvane: "dana@solvane.test" } as const;

interface Call {
  method?: string;
  token?: string;
  body?: unknown;
}

async function call<T>(path: string, { method = "GET", token, body }: Call = {}): Promise<T> {
  const answer = await fetch(`${process.env["API_URL"]}${path}`, {
    method,
    headers: { "content-type": "application/json", ...(token ? { authorization: `Bearer ${token}` } : {}) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!answer.ok)
    throw new Error(`${method} ${path} answered ${answer.status}: ${(await answer.text()).slice(0, 300)}`);
  return (await answer.json()) as T;
}

/**
 * Puts the demo documents into the clients' knowledge bases the way a person would: signed in, through pre-signed uploads.
 * A document that is there already is left alone. @returns how many documents were uploaded
 */
export async function uploadDemoDocuments(filesDir: string, password: string): Promise<number> {
  const files = await buildDemoFiles(filesDir);
  let uploaded = 0;
  for (const [slug, email] of Object.entries(uploaders)) {
    const { accessToken: token } = await call<{ accessToken: string }>("/auth/v1/login", {
      method: "POST",
      body: { email, password, app: "dashboard" },
    });
    const { items } = await call<{ items: { id: string; kind: string; fileCount: number }[] }>("/tenant/v1/datasets", {
      token,
    });
    const dataset = items.find((item) => item.kind === "client_documents");
    if (!dataset) continue;
    const { items: present } = await call<{ items: { fileName: string | null }[] }>(
      `/tenant/v1/datasets/${dataset.id}/files?limit=100`,
      { token },
    );
    const names = new Set(present.map((row) => row.fileName));
    for (const file of files.filter((candidate) => candidate.tenantSlug === slug && !names.has(candidate.fileName))) {
      const ticket = await call<{ uploadId: string; url: string; headers: Record<string, string> }>(
        "/media/v1/uploads",
        {
          method: "POST",
          token,
          body: { purpose: "dataset", fileName: file.fileName, mime: file.mime, bytes: file.bytes },
        },
      );
      const bytes = await readFile(file.path);
      const sent = await fetch(ticket.url, { method: "PUT", headers: ticket.headers, body: bytes });
      if (!sent.ok) throw new Error(`The upload of ${file.fileName} was refused: ${sent.status}`);
      await call(`/media/v1/uploads/${ticket.uploadId}/complete`, { method: "POST", token });
      await call(`/tenant/v1/datasets/${dataset.id}/files`, {
        method: "POST",
        token,
        body: { uploadIds: [ticket.uploadId], docKind: file.docKind },
      });
      uploaded++;
    }
  }
  return uploaded;
}

if (import.meta.main) {
  const uploaded = await uploadDemoDocuments(process.env["DATA_DIR"] ?? "", process.env["DEMO_PASSWORD"] ?? "");
  process.stdout.write(`${uploaded} documents uploaded\n`);
}
