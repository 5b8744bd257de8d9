import { badFormat } from "./failure.ts";

/** A JSON object of a request. */
export type Body = Record<string, unknown>;

export function isBody(value: unknown): value is Body {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** True unless a field was left out or is null, which mean the same. */
export function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}

/** A whole number from 0 on, or what stands for a missing one. @throws QdrantFailure 400 */
export function natural(value: unknown, otherwise: number): number {
  if (!isGiven(value)) return otherwise;
  if (typeof value === "number" && Number.isInteger(value) && value >= 0) return value;
  throw badFormat(`invalid value: \`${JSON.stringify(value)}\`, expected usize`);
}

/** A text that has to be there. @throws QdrantFailure 400 */
export function textOf(body: Body, field: string): string {
  const value = body[field];
  if (typeof value === "string") return value;
  throw badFormat(isGiven(value) ? `invalid type: ${JSON.stringify(value)}, expected a string` : missing(field));
}

/** A list of objects that has to be there. @throws QdrantFailure 400 */
export function bodiesOf(body: Body, field: string): Body[] {
  const value = body[field];
  if (Array.isArray(value) && value.every(isBody)) return value;
  throw badFormat(isGiven(value) ? `invalid type: ${typeof value}, expected a sequence` : missing(field));
}

function missing(field: string): string {
  return `missing field \`${field}\``;
}
