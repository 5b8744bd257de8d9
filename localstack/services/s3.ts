import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { BucketSettings } from "./s3/bucket.ts";
import { routeBucket } from "./s3/bucket-routes.ts";
import { allowOrigin, openToAll, replyPreflight } from "./s3/cors.ts";
import { routeObject } from "./s3/object-routes.ts";
import { isForm } from "./s3/post-form.ts";
import { routePost } from "./s3/post-routes.ts";
import { replyFailure } from "./s3/reply.ts";
import { parseRequest } from "./s3/request.ts";
import { type Credentials, verifySignature } from "./s3/signature.ts";
import { Store } from "./s3/store.ts";
import { listenHttp, runAsProcess, type Service, type ServiceOptions } from "./serve.ts";

/** Credentials the server accepts, and buckets that are made at the first start: one open to pages of any origin, one that locks. */
export interface S3Options extends ServiceOptions, Credentials {
  bucket: string;
  legalBucket?: string | undefined;
}

/**
 * An embedded S3 on files, addressed by path or by host (`<bucket>.localhost`), any region.
 *
 * What it does, what it refuses with NotImplemented (501) and where it differs from AWS is written in `docs/local-cloud/s3.md`.
 */
export async function startS3(options: S3Options): Promise<Service> {
  const { state, port, close } = await listenHttp(
    options.port,
    () => openStore(options),
    async (store, req, res) => {
      res.setHeader("x-amz-request-id", randomUUID());
      try {
        await answer(options, store, req, res);
      } catch (error) {
        req.resume();
        replyFailure(res, error, req.method ?? "GET", req.url?.split("?")[0] ?? "/");
      }
    },
  );
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    stop: async () => {
      await close();
      state.close();
    },
  };
}

async function answer(options: S3Options, store: Store, req: IncomingMessage, res: ServerResponse): Promise<void> {
  const request = parseRequest(req);
  const rules = store.buckets.get(request.bucket)?.settings.cors;
  if (request.method === "OPTIONS") return replyPreflight(req, res, rules);
  allowOrigin(req, res, rules ?? []);
  if (request.key === "" && isForm(req)) return await routePost(request, options, store, res);
  const signed = verifySignature(request, options, new Date());
  await (request.key === "" ? routeBucket : routeObject)(request, signed, store, res);
}

const locking: BucketSettings = { versioning: "Enabled", lock: { default: { mode: "GOVERNANCE", days: 1 } } };

function openStore(options: S3Options): Store {
  const store = new Store(options.dataDir);
  const bucket = store.buckets.get(options.bucket);
  if (!bucket) store.createBucket(options.bucket, { cors: [openToAll] });
  else if (!bucket.settings.cors) store.configure(options.bucket, { cors: [openToAll] });
  const { legalBucket } = options;
  if (legalBucket && !store.buckets.get(legalBucket)) store.createBucket(legalBucket, locking);
  return store;
}

if (import.meta.main) {
  await runAsProcess("s3", (options) =>
    startS3({
      ...options,
      accessKeyId: process.env["S3_ACCESS_KEY_ID"] ?? "local",
      secretAccessKey: process.env["S3_SECRET_ACCESS_KEY"] ?? "local-secret",
      bucket: process.env["S3_BUCKET"] ?? "app",
      legalBucket: process.env["S3_LEGAL_BUCKET"],
    }),
  );
}
