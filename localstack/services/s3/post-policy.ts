import { denied, S3Failure } from "./failure.ts";

const unbound = ["policy", "file", "x-amz-signature"];

/** What the owner of a bucket lets a form send: each condition binds one field, and `length` the bytes of the file. */
export interface PostPolicy {
  expiration: Date;
  conditions: { operator: "eq" | "starts-with"; field: string; value: string }[];
  length: { min: number; max: number } | undefined;
}

/** Reads a policy in base64. @throws S3Failure 400 InvalidPolicyDocument */
export function parsePolicy(text: string): PostPolicy {
  const document = parseJson(Buffer.from(text, "base64").toString("utf8"));
  const expiration = new Date(typeof document["expiration"] === "string" ? document["expiration"] : "");
  if (Number.isNaN(expiration.getTime())) throw invalidPolicy("Policy missing expiration.");
  const given = document["conditions"];
  if (!Array.isArray(given)) throw invalidPolicy("Policy missing conditions.");
  const policy: PostPolicy = { expiration, conditions: [], length: undefined };
  for (const condition of given as unknown[]) addCondition(policy, condition);
  return policy;
}

function parseJson(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null) return value as Record<string, unknown>;
  } catch {
    throw invalidPolicy("Invalid JSON.");
  }
  throw invalidPolicy("Invalid JSON.");
}

function addCondition(policy: PostPolicy, condition: unknown): void {
  if (!Array.isArray(condition)) {
    const pairs = typeof condition === "object" && condition !== null ? Object.entries(condition) : [];
    if (pairs.length === 0)
      throw invalidPolicy("Invalid Simple-Condition: Simple-Conditions must have exactly one property specified.");
    for (const [field, value] of pairs) {
      policy.conditions.push({ operator: "eq", field: field.toLowerCase(), value: String(value) });
    }
    return;
  }
  const [operator, first, second] = condition as unknown[];
  if (operator === "content-length-range") {
    const [min, max] = [Number(first), Number(second)];
    if (condition.length !== 3 || !(min >= 0 && max >= min)) throw invalidPolicy("Invalid content-length-range.");
    policy.length = { min, max };
    return;
  }
  if ((operator !== "eq" && operator !== "starts-with") || condition.length !== 3) {
    throw invalidPolicy(`Invalid Condition: unknown operation '${String(operator)}'.`);
  }
  if (typeof first !== "string" || !first.startsWith("$"))
    throw invalidPolicy("Invalid Condition: a field is named $name.");
  policy.conditions.push({ operator, field: first.slice(1).toLowerCase(), value: String(second) });
}

/** Checks every field of a form against the policy, which must name each of them. @throws S3Failure 403 AccessDenied */
export function checkFields(policy: PostPolicy, fields: Map<string, string>, now: Date): void {
  if (policy.expiration <= now) throw refused("Policy expired.");
  for (const { operator, field, value } of policy.conditions) {
    const given = fields.get(field) ?? "";
    if (operator === "eq" ? given === value : given.startsWith(value)) continue;
    throw refused(`Policy Condition failed: ["${operator}", "$${field}", "${value}"]`);
  }
  const named = policy.conditions.map(({ field }) => field);
  const extra = [...fields.keys()].filter(
    (name) => !named.includes(name) && !unbound.includes(name) && name !== "bucket" && !name.startsWith("x-ignore-"),
  );
  if (extra.length > 0) throw refused(`Extra input fields: ${extra.join(", ")}`);
}

/** Checks the size of the file, while it arrives and `whole` at its end. @throws S3Failure 400 EntityTooLarge or EntityTooSmall */
export function checkLength({ length }: PostPolicy, size: number, whole: boolean): void {
  if (!length) return;
  if (size > length.max) {
    throw new S3Failure(400, "EntityTooLarge", "Your proposed upload exceeds the maximum allowed size", {
      details: { ProposedSize: String(size), MaxSizeAllowed: String(length.max) },
    });
  }
  if (!whole || size >= length.min) return;
  throw new S3Failure(400, "EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size", {
    details: { ProposedSize: String(size), MinSizeAllowed: String(length.min) },
  });
}

function refused(reason: string): S3Failure {
  return denied(`Invalid according to Policy: ${reason}`);
}

function invalidPolicy(reason: string): S3Failure {
  return new S3Failure(400, "InvalidPolicyDocument", `Invalid Policy: ${reason}`);
}
