import { expect, test } from "vitest";
import { auditActions } from "#schema/audit-actions.ts";
import { idPrefix } from "#schema/ids.ts";

const twice = (all: readonly string[]) => all.filter((one, at) => all.indexOf(one) !== at);

test("an action of the audit log, and the beginning of a kind of id, stand for one thing each", () => {
  expect(twice(auditActions)).toEqual([]);
  expect(twice(Object.values(idPrefix))).toEqual([]);
});
