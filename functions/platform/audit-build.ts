import type { Collection, Db } from "mongodb";
import { MongoClient, MongoServerError } from "mongodb";
import { auditCollection, auditIndexes, auditValidator } from "#schema/audit-store.ts";
import { config } from "./config.ts";

const appender = "auditAppender";
const taken = { collection: 48, role: 51_002, user: 51_003 };

/**
 * Makes the collection of the audit log, or brings its validator and indexes to what is declared, and lets the login of `MONGODB_URI` read and
 * append, nothing else. Only `db:migrate` does, as `MONGODB_ADMIN_URI`; where that is no login of its own, the product's is left as it is.
 */
export async function prepare(): Promise<void> {
  const uris = { admin: config("MONGODB_ADMIN_URI"), own: config("MONGODB_URI") };
  const client = new MongoClient(uris.admin, { maxPoolSize: 2, serverSelectionTimeoutMS: 5_000 });
  try {
    const entries = client.db().collection(auditCollection);
    await prepareCollection(entries);
    if (uris.admin !== uris.own) await allowAppending(client, uris.own);
  } finally {
    await client.close();
  }
}

async function prepareCollection(entries: Collection): Promise<void> {
  const { db } = entries;
  await made(
    "collection",
    () => db.createCollection(auditCollection, { validator: auditValidator }),
    () => db.command({ collMod: auditCollection, validator: auditValidator }),
  );
  await entries.createIndexes(auditIndexes.map((index) => ({ ...index })));
}

async function allowAppending(admin: MongoClient, uri: string): Promise<void> {
  const { credentials, dbName } = new MongoClient(uri).options;
  if (!credentials) return;
  const actions = ["find", "insert", "listIndexes"];
  const privileges = [{ resource: { db: dbName, collection: auditCollection }, actions }];
  const db: Db = admin.db(credentials.source);
  const role = { privileges, roles: [] };
  await made(
    "role",
    () => db.command({ createRole: appender, ...role }),
    () => db.command({ updateRole: appender, ...role }),
  );
  const user = { pwd: credentials.password, roles: [{ role: appender, db: credentials.source }] };
  await made(
    "user",
    () => db.command({ createUser: credentials.username, ...user }),
    () => db.command({ updateUser: credentials.username, ...user }),
  );
}

async function made(
  what: keyof typeof taken,
  make: () => Promise<unknown>,
  change: () => Promise<unknown>,
): Promise<void> {
  await make().catch((error: unknown) => {
    if (error instanceof MongoServerError && error.code === taken[what]) return change();
    throw error;
  });
}
