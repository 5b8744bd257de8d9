import { S3Client } from "@aws-sdk/client-s3";
import { QdrantClient } from "@qdrant/js-client-rest";
import { Queue } from "bullmq";
import { Redis } from "ioredis";
import { MongoClient } from "mongodb";
import pg from "pg";
import { Client as Typesense } from "typesense";
import { type QueueName, queueNames } from "#schema/queues.ts";

/** The stores of a product, each through its own official client; nothing of the product's code is between. */
export interface Stores {
  env: Record<string, string>;
  postgres: pg.Pool;
  mongo: MongoClient;
  typesense: Typesense;
  qdrant: QdrantClient;
  s3: S3Client;
  queues: Map<QueueName, Queue>;
  close(): Promise<void>;
}

/** Connects to every store; the role that sees all tenants is used to look, never to write. */
export function openStores(env: Record<string, string>): Stores {
  const value = (name: string) => env[name] ?? "";
  const postgres = new pg.Pool({ connectionString: value("PLATFORM_DATABASE_URL"), max: 2, types: numbers() });
  const mongo = new MongoClient(value("MONGODB_URI"), { maxPoolSize: 2, serverSelectionTimeoutMS: 5_000 });
  const search = new URL(value("TYPESENSE_URL"));
  const redis = new Redis(value("REDIS_URL"), { maxRetriesPerRequest: null });
  const queues = new Map(queueNames.map((name) => [name, new Queue(name, { connection: redis })]));
  const close = async (): Promise<void> => {
    await Promise.all([...queues.values()].map((queue) => queue.close()));
    redis.disconnect();
    await Promise.all([postgres.end(), mongo.close()]);
  };
  return {
    env,
    postgres,
    mongo,
    queues,
    close,
    typesense: new Typesense({
      nodes: [{ host: search.hostname, port: Number(search.port), protocol: search.protocol.replace(":", "") }],
      apiKey: value("TYPESENSE_API_KEY"),
      connectionTimeoutSeconds: 5,
    }),
    qdrant: new QdrantClient({
      url: value("QDRANT_URL"),
      checkCompatibility: false,
      ...(value("QDRANT_API_KEY") ? { headers: { "api-key": value("QDRANT_API_KEY") } } : {}),
    }),
    s3: new S3Client({
      endpoint: value("S3_ENDPOINT"),
      region: value("S3_REGION") || "us-east-1",
      forcePathStyle: true,
      credentials: { accessKeyId: value("S3_ACCESS_KEY_ID"), secretAccessKey: value("S3_SECRET_ACCESS_KEY") },
    }),
  };
}

/** Whole numbers of any size as numbers, not as text. */
function numbers(): pg.CustomTypesConfig {
  const parsers: Partial<Record<number, (text: string) => unknown>> = {
    [pg.types.builtins.INT8]: Number,
    [pg.types.builtins.NUMERIC]: Number,
  };
  return {
    getTypeParser: ((id: number) => parsers[id] ?? pg.types.getTypeParser(id)) as typeof pg.types.getTypeParser,
  };
}
