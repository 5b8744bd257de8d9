import { randomUUID } from "node:crypto";
import { routeBucket } from "./s3/bucket-routes.ts";
import { routeObject } from "./s3/object-routes.ts";
import { allowOrigins, replyFailure, replyPreflight } from "./s3/reply.ts";
import { header, parseRequest } from "./s3/request.ts";
import { type Credentials, verifySignature } from "./s3/signature.ts";
import { Store } from "./s3/store.ts";
import { listenHttp, runAsProcess, type Service, type ServiceOptions } from "./serve.ts";

/** Credentials the server accepts and a bucket that is made at the first start. */
export interface S3Options extends ServiceOptions, Credentials {
  bucket: string;
}

/**
 * An embedded S3 on files, addressed path-style (`forcePathStyle: true`), any region.
 *
 * Supported: Signature Version 4 in headers and presigned URLs, aws-chunked bodies signed and unsigned, CRC32, SHA-1, SHA-256 and MD5
 * checksums, buckets, put, get with ranges and conditions, head, delete, batch delete, copy, list version 2, multipart uploads,
 * conditional writes, CORS open to all origins.
 * Refused with NotImplemented (501): versioning, tagging, object lock, ACLs, policies, lifecycle, customer keys, list version 1,
 * UploadPartCopy, CRC32C and CRC64. Server-side encryption, storage class and ACL headers are taken and have no effect. As on AWS, a
 * checksum in the query of a presigned URL is not checked.
 */
export async function startS3(options: S3Options): Promise<Service> {
  const { state, port, close } = await listenHttp(
    options.port,
    () => openStore(options),
    async (store, req, res) => {
      res.setHeader("x-amz-request-id", randomUUID());
      allowOrigins(res);
      try {
        if (req.method === "OPTIONS") {
          replyPreflight(res, header(req, "access-control-request-headers"));
          return;
        }
        const request = parseRequest(req);
        const signed = verifySignature(request, options, new Date());
        await (request.key === "" ? routeBucket : routeObject)(request, signed, store, res);
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

function openStore(options: S3Options): Store {
  const store = new Store(options.dataDir);
  if (!store.buckets.has(options.bucket)) store.createBucket(options.bucket);
  return store;
}

if (import.meta.main) {
  await runAsProcess("s3", (options) =>
    startS3({
      ...options,
      accessKeyId: process.env["S3_ACCESS_KEY_ID"] ?? "local",
      secretAccessKey: process.env["S3_SECRET_ACCESS_KEY"] ?? "local-secret",
      bucket: process.env["S3_BUCKET"] ?? "app",
    }),
  );
}
