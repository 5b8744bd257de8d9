import { hosts, policy } from "./current.ts";

const portals = [hosts.dashboard, hosts.dm, hosts.manage].map((host) => `https://${host}`);

/** Uploads, media and large outputs. Browsers put and get by signed URLs; what was overwritten or deleted can be had back for a month. */
export const files = new sst.aws.Bucket("Files", {
  versioning: true,
  cors: {
    allowOrigins: portals,
    allowMethods: ["GET", "HEAD", "PUT"],
    allowHeaders: ["content-type", "content-length"],
    maxAge: "1 hour",
  },
  transform: { bucket: goesWithItsStage },
});

new aws.s3.BucketLifecycleConfiguration("FilesLifecycle", {
  bucket: files.name,
  rules: [
    {
      id: "what-was-replaced",
      status: "Enabled",
      filter: { prefix: "" },
      noncurrentVersionExpiration: { noncurrentDays: 30 },
      abortIncompleteMultipartUpload: { daysAfterInitiation: 2 },
      expiration: { expiredObjectDeleteMarker: true },
    },
    {
      id: "what-runs-were-told",
      status: "Enabled",
      filter: { prefix: "runs/" },
      transitions: [{ days: 90, storageClass: "GLACIER_IR" }],
    },
  ],
});

/** Signed contracts. Nobody can change or delete them while their time runs. */
export const legal = new sst.aws.Bucket("Legal", {
  versioning: true,
  cors: false,
  transform: {
    bucket: (args) => {
      args.objectLockEnabled = true;
      goesWithItsStage(args);
    },
  },
});

new aws.s3.BucketObjectLockConfiguration("LegalLock", {
  bucket: legal.name,
  rule: { defaultRetention: policy.legalLock },
});

function goesWithItsStage(args: aws.s3.BucketArgs): undefined {
  args.forceDestroy = policy.removal === "remove";
}

/** What the product may do in a bucket; listing is what tells a missing file from a forbidden one. */
export function access(
  bucket: sst.aws.Bucket,
  actions: readonly ("s3:GetObject" | "s3:PutObject" | "s3:DeleteObject")[],
) {
  return [
    sst.aws.permission({ actions: [...actions], resources: [$interpolate`${bucket.arn}/*`] }),
    sst.aws.permission({ actions: ["s3:ListBucket"], resources: [bucket.arn] }),
  ];
}
