import { Decimal128, type Document, Double, Int32, Long } from "mongodb";
import { describe, expect, test } from "vitest";
import { auditValidator } from "#schema/audit-store.ts";
import { collection, db, failure } from "./mongo-client.ts";

async function make($jsonSchema: Document, more: Document = {}): Promise<void> {
  await db.createCollection("things", { validator: { $jsonSchema }, ...more });
}

describe("a schema", () => {
  test.each<[string, Document, unknown[], unknown[]]>([
    ["bsonType", { bsonType: "long" }, [Long.ONE], [1, new Double(1), "1", null]],
    ["a list of bsonTypes", { bsonType: ["int", "null"] }, [1, null], [1.5, Long.ONE]],
    ["bsonType number", { bsonType: "number" }, [1, 1.5, Long.ONE, Decimal128.fromString("1")], ["1"]],
    ["type", { type: ["string", "boolean"] }, ["a", true], [1, null]],
    ["minimum", { minimum: 2 }, [2, Long.fromNumber(3), "x"], [1, Decimal128.fromString("1.99")]],
    ["exclusive bounds", { minimum: 1, exclusiveMinimum: true, maximum: 3, exclusiveMaximum: true }, [2], [1, 3]],
    ["multipleOf", { multipleOf: 5 }, [10, Long.fromNumber(15), "x"], [7]],
    ["length", { minLength: 2, maxLength: 3 }, ["ab", "\u{1f600}\u{1f600}", 7], ["a", "abcd"]],
    ["pattern", { pattern: "^[0-9a-f]+$" }, ["ab1", 5], ["xyz", ""]],
    ["enum", { enum: ["a", 1, null] }, ["a", 1, Long.ONE, null], ["b", 2]],
    ["required", { required: ["a"] }, [{ a: null }, 5], [{ b: 1 }]],
    ["properties", { properties: { a: { bsonType: "int" } } }, [{}, { a: 1 }, { b: "x" }], [{ a: "x" }]],
    ["additionalProperties", { properties: { a: {} }, additionalProperties: false }, [{ a: 1 }, {}], [{ b: 1 }]],
    ["additional schema", { additionalProperties: { bsonType: "string" } }, [{ b: "x" }], [{ b: 1 }]],
    ["patternProperties", { patternProperties: { "^n": { bsonType: "int" } } }, [{ n1: 1, x: "a" }], [{ n1: "a" }]],
    ["property counts", { minProperties: 1, maxProperties: 2 }, [{ a: 1 }, { a: 1, b: 2 }], [{}, { a: 1, b: 2, c: 3 }]],
    ["dependencies", { dependencies: { a: ["b"] } }, [{ a: 1, b: 1 }, { b: 1 }], [{ a: 1 }]],
    ["items", { items: { bsonType: "int" } }, [[], [1, 2], "x"], [[1, "x"]]],
    ["places", { items: [{ bsonType: "int" }], additionalItems: false }, [[1], []], [["x"], [1, 2]]],
    ["item counts", { minItems: 1, maxItems: 2 }, [[1], [1, 2]], [[], [1, 2, 3]]],
    [
      "uniqueItems",
      { uniqueItems: true },
      [[1, 2, "1"]],
      [
        [1, 1],
        [1, Long.ONE],
      ],
    ],
    ["allOf", { allOf: [{ bsonType: "int" }, { minimum: 2 }] }, [3], [1, "x"]],
    ["anyOf", { anyOf: [{ bsonType: "string" }, { minimum: 5 }] }, ["x", 6], [3]],
    ["oneOf", { oneOf: [{ minimum: 2 }, { maximum: 4 }] }, [1, 5], [3]],
    ["not", { not: { bsonType: "string" } }, [1], ["x"]],
  ])("of %s takes what fits and refuses the rest with code 121", async (_name, schema, valid, invalid) => {
    await make({ properties: { v: schema } });
    for (const v of valid) await collection().insertOne({ v });
    for (const v of invalid) expect((await failure(collection().insertOne({ v }))).code).toBe(121);
    expect(await collection().countDocuments()).toBe(valid.length);
  });

  test("says which rule was not met, where and by what", async () => {
    await make({
      bsonType: "object",
      required: ["tenantId", "seq"],
      properties: { seq: { bsonType: "long", description: "the number" }, name: { minLength: 2 } },
    });
    const { errInfo, message } = await failure(collection<{ _id: number }>().insertOne({ _id: 1, seq: 3 } as never));
    expect(message).toBe("Document failed validation");
    expect(errInfo).toMatchObject({
      failingDocumentId: 1,
      details: {
        operatorName: "$jsonSchema",
        schemaRulesNotSatisfied: expect.arrayContaining([
          { operatorName: "required", specifiedAs: { required: ["tenantId", "seq"] }, missingProperties: ["tenantId"] },
          {
            operatorName: "properties",
            propertiesNotSatisfied: [
              {
                propertyName: "seq",
                description: "the number",
                details: [
                  {
                    operatorName: "bsonType",
                    specifiedAs: { bsonType: "long" },
                    reason: "type did not match",
                    consideredValue: 3,
                    consideredType: "int",
                  },
                ],
              },
            ],
          },
        ]),
      },
    });
  });

  test.each([
    [{ format: "email" }, 9],
    [{ $ref: "#/a" }, 9],
    [{ properties: { a: { default: 1 } } }, 9],
    [{ type: "integer" }, 9],
    [{ required: [] }, 9],
    [{ required: "a" }, 14],
    [{ properties: { a: 5 } }, 14],
    [{ bsonType: "text" }, 2],
  ])("%j is none and is refused", async ($jsonSchema, code) => {
    const error = await failure(db.createCollection("things", { validator: { $jsonSchema } }));
    expect([code, 2, 9]).toContain(error.code);
    expect(await db.listCollections().toArray()).toEqual([]);
  });
});

describe("a validator", () => {
  test("judges updates too", async () => {
    await make({ properties: { a: { bsonType: "int" } } });
    await collection().insertOne({ a: 1 });
    expect((await failure(collection().updateOne({}, { $set: { a: "x" } }))).code).toBe(121);
    expect(await collection().findOne({})).toMatchObject({ a: 1 });
  });

  test("may be a plain filter", async () => {
    await db.createCollection("things", { validator: { a: { $gt: 1 } } });
    await collection().insertOne({ a: 2 });
    expect((await failure(collection().insertOne({ a: 1 }))).code).toBe(121);
  });

  test("is changed and taken away by collMod, and listed", async () => {
    await make({ required: ["a"] });
    await db.command({ collMod: "things", validator: { $jsonSchema: { required: ["b"] } } });
    const [listed] = await db.listCollections({ name: "things" }, { nameOnly: false }).toArray();
    expect(listed?.options).toMatchObject({ validator: { $jsonSchema: { required: ["b"] } } });
    expect((await failure(collection().insertOne({ a: 1 }))).code).toBe(121);
    await db.command({ collMod: "things", validator: {} });
    await collection().insertOne({ anything: 1 });
  });

  test("that only warns, or is off, refuses nothing", async () => {
    await make({ required: ["a"] }, { validationAction: "warn" });
    await collection().insertOne({ b: 1 });
    await db.command({ collMod: "things", validationAction: "error", validationLevel: "off" });
    await collection().insertOne({ b: 2 });
    await db.command({ collMod: "things", validationLevel: "strict" });
    expect((await failure(collection().insertOne({ b: 3 }))).code).toBe(121);
  });

  test("that is moderate lets documents be changed that never fitted", async () => {
    await collection().insertMany([{ old: true }, { a: 1 }]);
    const validator = { $jsonSchema: { required: ["a"] } };
    await db.command({ collMod: "things", validator, validationLevel: "moderate" });
    await collection().updateOne({ old: true }, { $set: { b: 1 } });
    expect((await failure(collection().updateOne({ a: 1 }, { $unset: { a: 1 } }))).code).toBe(121);
    expect((await failure(collection().insertOne({ b: 1 }))).code).toBe(121);
  });

  test.each(["validationLevel", "validationAction"])("an unknown %s is refused with code 2", async (name) => {
    expect((await failure(db.command({ create: "things", validator: {}, [name]: "some" }))).code).toBe(2);
  });

  test("one bad document of an unordered batch is refused alone", async () => {
    await make({ required: ["a"] });
    const error = await failure(collection().insertMany([{ a: 1 }, { b: 1 }, { a: 2 }], { ordered: false }));
    expect(error["writeErrors"]).toMatchObject([{ index: 1, code: 121 }]);
    expect(await collection().countDocuments()).toBe(2);
  });

  test("of the audit log takes its entries and no others", async () => {
    await db.createCollection("audit_logs", { validator: auditValidator });
    const good = {
      _id: "aud_1",
      v: new Int32(1),
      tenantId: "ten_1",
      seq: 1,
      at: "2026-01-01T00:00:00.000Z",
      action: "channel.connected",
      actor: { kind: "user", id: "usr_1", name: "Ada", via: "session" },
      subject: { type: "channel", id: "cha_1", label: "Site" },
      change: { before: {}, after: {}, fields: [] },
      request: { surface: "tenant", requestId: "req_1" },
      outboxId: "out_1",
      prevHash: "0".repeat(64),
      hash: "f".repeat(64),
    };
    const log = collection<Document>("audit_logs");
    await log.insertOne(good as Document);
    for (const bad of [{ seq: 0 }, { v: 2 }, { hash: "x" }, { action: "unknown" }, { extra: 1 }, { _id: "other" }]) {
      expect((await failure(log.insertOne({ ...good, _id: "aud_2", ...bad } as Document))).code).toBe(121);
    }
  });
});
