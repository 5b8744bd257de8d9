import { type Graph, ofType, one, type Resource } from "../synth/graph.ts";
import { containersOf } from "./containers.ts";
import { differences, domainOf, type Promised, unless } from "./promise.ts";

const inputsOf = (graph: Graph, type: string): Record<string, unknown> => ofType(graph, type)[0]?.inputs ?? {};
const parametersOf = (graph: Graph, type: string): Record<string, string> => {
  const parameters = (inputsOf(graph, type)["parameters"] ?? []) as { name: string; value: string }[];
  return Object.fromEntries(parameters.map(({ name, value }) => [name, value]));
};
const ofBucket = (graph: Graph, type: string, bucket: Resource): Resource | undefined =>
  ofType(graph, type).find(({ inputs }) => inputs["bucket"] === bucket.inputs["bucket"]);
const ours = (graph: Graph): Resource[] =>
  ["FilesBucket", "LegalBucket"].map((name) => one(graph, "aws:s3/bucket:Bucket", name));

const portals = (stage: string): string[] => {
  return ["dashboard", "dm", "manage"].map((name) => `https://${name}.${domainOf(stage)}`);
};

export const storePromises: Promised[] = [
  {
    says: "Postgres is encrypted, takes nobody without TLS, and is reached through a proxy that knows the four roles",
    broken: (graph) => {
      const database = inputsOf(graph, "aws:rds/instance:Instance");
      const proxy = inputsOf(graph, "aws:rds/proxy:Proxy");
      const known = ofType(graph, "aws:secretsmanager/secretVersion:SecretVersion").map(({ name }) => name);
      const links = graph.builds.flatMap(({ links: of }) => Object.entries(of));
      return [
        ...unless(database["storageEncrypted"] === true, "the database is not encrypted"),
        ...unless(!database["publiclyAccessible"], "the database is public"),
        ...unless(
          parametersOf(graph, "aws:rds/parameterGroup:ParameterGroup")["rds.force_ssl"] === "1",
          "it works without TLS",
        ),
        ...unless(proxy["requireTls"] === true, "the proxy works without TLS"),
        ...["migrator", "app", "platform", "auth"].flatMap((role) =>
          unless(known.includes(`PostgresProxySecretVersion${role}`), `the proxy does not know ${role}`),
        ),
        ...links.flatMap(([name, { value }]) =>
          name.endsWith("DatabaseUrl")
            ? unless(
                /@proxy\.internal:\d+\/leadmetrics\?sslmode=verify-full$/.test(String(value)),
                `${name} is ${String(value)}`,
              )
            : [],
        ),
      ];
    },
  },
  {
    says: "Redis is what BullMQ needs: one keyspace, nothing evicted, over TLS",
    broken: (graph) => {
      const redis = inputsOf(graph, "aws:elasticache/replicationGroup:ReplicationGroup");
      const parameters = parametersOf(graph, "aws:elasticache/parameterGroup:ParameterGroup");
      const urls = graph.builds.flatMap(({ links }) => (links["RedisUrl"] ? [String(links["RedisUrl"]["value"])] : []));
      return [
        ...unless(
          redis["clusterMode"] === "disabled" && parameters["cluster-enabled"] === "no",
          "it is in cluster mode",
        ),
        ...unless(parameters["maxmemory-policy"] === "noeviction", `it evicts: ${parameters["maxmemory-policy"]}`),
        ...unless(
          redis["transitEncryptionEnabled"] === true && redis["transitEncryptionMode"] === "required",
          "it works without TLS",
        ),
        ...unless(redis["atRestEncryptionEnabled"] === true, "it is not encrypted"),
        ...unless(
          urls.length > 0 && urls.every((url) => /^rediss:\/\/default:[\w%-]+@redis\.internal:6379$/.test(url)),
          `its URL is ${urls[0]}`,
        ),
      ];
    },
  },
  {
    says: "files can be had by nobody from outside, keep their versions, and take browsers' requests only from the portals",
    broken: (graph, stage) =>
      ours(graph).flatMap((bucket) => {
        const blocked = ofBucket(graph, "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", bucket)?.inputs ?? {};
        const all = ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"];
        const versioning = ofBucket(graph, "aws:s3/bucketVersioning:BucketVersioning", bucket)?.inputs[
          "versioningConfiguration"
        ];
        const rules = (ofBucket(graph, "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration", bucket)?.inputs[
          "corsRules"
        ] ?? []) as {
          allowedOrigins: string[];
          allowedMethods: string[];
        }[];
        const policy = String(ofBucket(graph, "aws:s3/bucketPolicy:BucketPolicy", bucket)?.inputs["policy"]);
        return [
          ...all.flatMap((name) => unless(blocked[name] === true, `${bucket.name} can be made public: ${name}`)),
          ...unless(
            (versioning as { status?: string } | undefined)?.status === "Enabled",
            `${bucket.name} keeps no versions`,
          ),
          ...unless(policy.includes("aws:SecureTransport"), `${bucket.name} works without TLS`),
          ...unless(!/"effect":"Allow"/i.test(policy), `the policy of ${bucket.name} lets somebody in`),
          ...rules.flatMap(({ allowedOrigins, allowedMethods }) => [
            ...differences(`${bucket.name}: origin`, allowedOrigins, portals(stage)),
            ...unless(!allowedMethods.includes("DELETE"), `pages may delete in ${bucket.name}`),
          ]),
        ];
      }),
  },
  {
    says: "what was replaced and what was begun and left goes away by itself",
    broken: (graph) => {
      const bucket = one(graph, "aws:s3/bucket:Bucket", "FilesBucket");
      const rules = ofBucket(graph, "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration", bucket)?.inputs[
        "rules"
      ];
      const text = JSON.stringify(rules ?? []);
      return [
        ...unless(text.includes("noncurrentVersionExpiration"), "old versions are kept for ever"),
        ...unless(text.includes("abortIncompleteMultipartUpload"), "half uploads are kept for ever"),
      ];
    },
  },
  {
    says: "files of legal weight are locked from the moment they are written",
    broken: (graph, stage) => {
      const bucket = one(graph, "aws:s3/bucket:Bucket", "LegalBucket");
      const lock = ofBucket(graph, "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration", bucket);
      const { defaultRetention } = (lock?.inputs["rule"] ?? {}) as {
        defaultRetention?: { mode: string; days: number };
      };
      const wanted = stage === "production" ? { mode: "COMPLIANCE", days: 2_920 } : { mode: "GOVERNANCE", days: 1 };
      return [
        ...unless(bucket.inputs["objectLockEnabled"] === true, "it cannot lock"),
        ...unless(
          defaultRetention?.mode === wanted.mode && defaultRetention.days === wanted.days,
          `it locks ${JSON.stringify(defaultRetention)}`,
        ),
      ];
    },
  },
  {
    says: "audit log and indexes run in containers on encrypted file systems of their own, never two on the same files",
    of: ["personal", "staging"],
    broken: (graph) => {
      const stores = ["Mongo", "Typesense", "Qdrant"];
      return [
        ...differences(
          "file system",
          ofType(graph, "aws:efs/fileSystem:FileSystem").map(({ name }) => name),
          stores.map((name) => `${name}DataFileSystem`),
        ),
        ...ofType(graph, "aws:efs/fileSystem:FileSystem").flatMap(({ name, inputs }) =>
          unless(inputs["encrypted"] === true, `${name} is not encrypted`),
        ),
        ...stores.flatMap((name) => {
          const service = ofType(graph, "aws:ecs/service:Service").find(
            (each) => each.name === `${name}Service`,
          )?.inputs;
          const container = containersOf(graph).find((each) => each.name === name);
          return [
            ...unless(service?.["deploymentMaximumPercent"] === 100, `two ${name} may run at once`),
            ...unless(service?.["desiredCount"] === 1, `${name} does not run once`),
            ...unless(container?.healthCheck !== undefined, `nobody looks whether ${name} is well`),
            ...unless(Object.keys(container?.secrets ?? {}).length > 0, `${name} lets everybody in`),
          ];
        }),
      ];
    },
  },
  {
    says: "audit log and indexes are with their makers, found by secrets",
    of: ["production"],
    broken: (graph) => {
      const links = new Map(graph.builds.flatMap(({ links: of }) => Object.entries(of)));
      return [
        ...unless(ofType(graph, "aws:efs/fileSystem:FileSystem").length === 0, "a store runs in a container"),
        ...["MongodbUri", "TypesenseUrl", "QdrantUrl"].flatMap((name) =>
          unless(String(links.get(name)?.["type"]).endsWith("sst.sst.Secret"), `${name} is not a secret`),
        ),
      ];
    },
  },
  {
    says: "everything that cannot be made anew is copied every day and kept as long as the stage says",
    broken: (graph, stage) => {
      const days = { personal: 1, staging: 7, production: 14 }[
        stage === "staging" || stage === "production" ? stage : "personal"
      ];
      const plan = ofType(graph, "aws:backup/plan:Plan")[0];
      const rules = (plan?.inputs["rules"] ?? []) as { lifecycle?: { deleteAfter?: number }; schedule?: string }[];
      const copied = JSON.stringify(
        ofType(graph, "aws:backup/selection:Selection").map(({ inputs }) => inputs["resources"]),
      );
      const stores = ofType(graph, "aws:efs/fileSystem:FileSystem").map(({ name }) => name);
      return [
        ...unless(
          inputsOf(graph, "aws:rds/instance:Instance")["backupRetentionPeriod"] === days,
          "the database cannot go back as far",
        ),
        ...unless(
          rules[0]?.lifecycle?.deleteAfter === days && Boolean(rules[0].schedule),
          "copies are not kept as long",
        ),
        ...["postgresinstance", "filesbucket", "legalbucket", ...stores.map((name) => name.toLowerCase())].flatMap(
          (name) => unless(copied.toLowerCase().includes(name), `${name} is not copied`),
        ),
      ];
    },
  },
];
