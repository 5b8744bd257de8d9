import { auditActions } from "./audit-actions.ts";

/** The one collection of the document store. Entries are inserted and read, never changed. */
export const auditCollection = "audit_logs";

const text = { bsonType: "string", minLength: 1 } as const;
const hash = { bsonType: "string", pattern: "^[0-9a-f]{64}$" } as const;
const record = { bsonType: "object" } as const;

/** What an entry must look like; the store refuses any other, whoever writes it. */
export const auditValidator = {
  $jsonSchema: {
    bsonType: "object",
    required: [
      "_id",
      "v",
      "tenantId",
      "seq",
      "at",
      "action",
      "actor",
      "subject",
      "change",
      "request",
      "outboxId",
      "prevHash",
      "hash",
    ],
    additionalProperties: false,
    properties: {
      _id: { bsonType: "string", pattern: "^aud_" },
      v: { bsonType: "number", minimum: 1, maximum: 1 },
      tenantId: text,
      seq: { bsonType: "number", minimum: 1 },
      at: text,
      action: { bsonType: "string", enum: [...auditActions] },
      actor: { bsonType: "object", required: ["kind", "id", "name", "via"], properties: { kind: text, id: text } },
      subject: { bsonType: "object", required: ["type", "id", "label"], properties: { type: text, id: text } },
      change: {
        bsonType: "object",
        required: ["before", "after", "fields"],
        properties: { before: record, after: record, fields: { bsonType: "array" } },
      },
      note: { bsonType: "string" },
      request: { bsonType: "object", required: ["surface", "requestId"] },
      outboxId: text,
      prevHash: hash,
      hash,
    },
  },
} as const;

type Order = 1 | -1;

/** Look-ups of the log, and the two keys that keep a chain whole: one entry a number, one entry an outbox row. */
export const auditIndexes: readonly { key: Record<string, Order>; unique?: true }[] = [
  { key: { tenantId: 1, seq: 1 }, unique: true },
  { key: { outboxId: 1 }, unique: true },
  { key: { tenantId: 1, at: -1 } },
  { key: { tenantId: 1, action: 1, at: -1 } },
  { key: { tenantId: 1, "subject.type": 1, "subject.id": 1, at: -1 } },
  { key: { tenantId: 1, "actor.id": 1, at: -1 } },
  { key: { action: 1, at: -1 } },
];
