import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { sampleOf } from "#localstack/providers/sample.ts";

describe("samples of a JSON schema", () => {
  test.each([
    z.object({
      a: z.string().min(60).max(80),
      b: z.int().min(3).max(4),
      c: z.array(z.boolean()).min(2),
      d: z.string().optional(),
    }),
    z.object({ kind: z.enum(["x", "y"]), when: z.iso.datetime(), mail: z.email(), link: z.url(), none: z.null() }),
    z.discriminatedUnion("type", [
      z.object({ type: z.literal("one"), n: z.number().gt(1) }),
      z.object({ type: z.literal("two") }),
    ]),
    z.object({
      score: z.number().min(0).max(0.5),
      tuple: z.tuple([z.string(), z.number()]),
      map: z.record(z.string(), z.number()),
    }),
    z.object({
      tree: z.object({
        get next() {
          return z.string().nullable();
        },
      }),
    }),
  ])("fit their schema %#", (schema) => {
    const shape = z.toJSONSchema(schema, { target: "draft-7" });
    const validate = new Ajv({ strict: false, formats: { "date-time": true, email: true, uri: true } }).compile(shape);
    expect(validate(sampleOf(shape as Record<string, unknown>)) || validate.errors).toBe(true);
    expect(() => schema.parse(sampleOf(shape as Record<string, unknown>))).not.toThrow();
  });
});
