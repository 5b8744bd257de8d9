import type { MongoClient } from "mongodb";
import type { AuditEntry } from "#schema/audit.ts";
import { auditCollection } from "#schema/audit-store.ts";

/** What somebody who came by the product's login could try, to make the log say something else. */
export function attemptsOn(own: MongoClient, tenantId: string): (() => Promise<unknown>)[] {
  const log = own.db().collection<AuditEntry>(auditCollection);
  return [
    () => log.updateOne({ tenantId, seq: 1 }, { $set: { hash: "0" } }),
    () => log.replaceOne({ tenantId, seq: 1 }, {} as AuditEntry),
    () => log.findOneAndDelete({ tenantId, seq: 1 }),
    () => log.deleteMany({ tenantId }),
    () => log.drop(),
    () => log.dropIndexes(),
    () => own.db().command({ collMod: auditCollection, validator: {} }),
    () => own.db().dropDatabase(),
    () => own.db().collection("another").insertOne({}),
    () => own.db().command({ createUser: "mallory", pwd: "pw", roles: ["root"] }),
  ];
}
