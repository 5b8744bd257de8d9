import type { Collection, MongoCredentials } from "mongodb";
import { MongoClient, MongoServerError } from "mongodb";
import { auditCollection, auditIndexes, auditValidator } from "#schema/audit-store.ts";
import { config } from "./config.ts";

const appender = "auditAppender";
const taken = { collection: 48, role: 51_002, user: 51_003 };

/** How servers say that this login, or nobody at all, may make logins there: MongoDB's refusals, then those of managed ones. */
const refusals: readonly unknown[] = [13, 59, 115, 303, 8000];

/**
 * Makes the collection of the audit log, or brings its validator and indexes to what is declared, and lets the login of `MONGODB_URI` read and
 * append, nothing else. Only the release does, as `MONGODB_ADMIN_URI`; where both are one login, it is left as it is.
 * @returns what an operator must see to, where logins are made elsewhere
 * @throws with the remedy when the product cannot read the log
 */
export async function prepare(
  adminUri: string = config("MONGODB_ADMIN_URI"),
  ownUri: string = config("MONGODB_URI"),
): Promise<string | undefined> {
  const admin = clientOf(adminUri);
  const own = clientOf(ownUri);
  try {
    const { credentials, dbName } = own.options;
    await prepareCollection(admin.db(dbName).collection(auditCollection));
    const refusal =
      credentials && !isOne(credentials, admin.options.credentials)
        ? await allowAppending(admin, credentials, dbName)
        : undefined;
    await assertReadable(own, refusal);
    return refusal && `${refusal} The one of MONGODB_URI is used as it is: ${rightsIn(dbName)}`;
  } finally {
    await Promise.all([admin.close(), own.close()]);
  }
}

function clientOf(uri: string): MongoClient {
  return new MongoClient(uri, { maxPoolSize: 2, serverSelectionTimeoutMS: 5_000 });
}

function isOne(own: MongoCredentials, admin: MongoCredentials | undefined): boolean {
  return own.username === admin?.username && own.source === admin.source;
}

const actions = ["find", "insert", "listIndexes"];
const rightsIn = (dbName: string): string =>
  `it needs ${actions.join(", ")} on ${dbName}.${auditCollection}, and must have nothing else.`;

async function assertReadable(own: MongoClient, refusal: string | undefined): Promise<void> {
  const { dbName } = own.options;
  const entries = own.db().collection(auditCollection);
  await entries.indexes().catch((cause: unknown) => {
    if (!(cause instanceof MongoServerError)) throw cause;
    const reasons = [`MONGODB_URI cannot read the audit log (${cause.message}).`, ...(refusal ? [refusal] : [])];
    const remedy = `Make its login at the server, with the password of the URI: ${rightsIn(dbName)}`;
    throw new Error([...reasons, remedy].join(" "), { cause });
  });
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

/** @returns why the login could not be made */
async function allowAppending(
  admin: MongoClient,
  { username, password, source }: MongoCredentials,
  dbName: string,
): Promise<string | undefined> {
  const db = admin.db(source);
  const role = { privileges: [{ resource: { db: dbName, collection: auditCollection }, actions }], roles: [] };
  const user = { pwd: password, roles: [{ role: appender, db: source }] };
  try {
    await made(
      "role",
      () => db.command({ createRole: appender, ...role }),
      () => db.command({ updateRole: appender, ...role }),
    );
    await made(
      "user",
      () => db.command({ createUser: username, ...user }),
      () => db.command({ updateUser: username, ...user }),
    );
    return undefined;
  } catch (error) {
    if (!(error instanceof MongoServerError) || !refusals.includes(error.code)) throw error;
    return `MONGODB_ADMIN_URI may not make logins (${error.codeName ?? error.message}).`;
  }
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
