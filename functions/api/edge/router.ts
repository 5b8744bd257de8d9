import { OpenAPIHono, z } from "@hono/zod-openapi";
import { AppError, ErrorEnvelope } from "#schema/errors.ts";

/** What middlewares leave for handlers. */
export interface Env {
  Variables: { requestId: string; surface: string; shownOnce?: boolean };
}

/** A router whose invalid input becomes one `request.validation_failed` that names every field. */
export function router(): OpenAPIHono<Env> {
  return new OpenAPIHono<Env>({
    defaultHook: (result) => {
      if (result.success) return;
      throw invalid(result.error.issues);
    },
  });
}

/** The error of input that does not fit its schema. */
export function invalid(issues: readonly { path: readonly PropertyKey[]; code: string; message: string }[]): AppError {
  const fields = issues.map((issue) => ({
    path: issue.path.map(String).join("."),
    rule: issue.code,
    message: issue.message,
  }));
  const named = fields.map((field) => `${field.path || "body"}: ${field.message}`).join("; ");
  return new AppError("request.validation_failed", `The request does not fit: ${named}`.slice(0, 600), { fields });
}

const failure = { description: "Error", content: { "application/json": { schema: ErrorEnvelope } } };

/** Responses of a route that answers JSON. */
export function answers<T extends z.ZodType>(schema: T, description = "OK") {
  return { 200: { description, content: { "application/json": { schema } } }, default: failure } as const;
}

/** Responses of a route that creates something. */
export function creates<T extends z.ZodType>(schema: T) {
  return { 201: { description: "Created", content: { "application/json": { schema } } }, default: failure } as const;
}

/** Responses of a route that starts slow work. */
export function accepts<T extends z.ZodType>(schema: T) {
  return { 202: { description: "Accepted", content: { "application/json": { schema } } }, default: failure } as const;
}

/** Responses of a route that answers nothing. */
export const nothing = { 204: { description: "Done" }, default: failure } as const;

/** A JSON body. */
export function body<T extends z.ZodType>(schema: T) {
  return { body: { required: true, content: { "application/json": { schema } } } } as const;
}

/** A path parameter `id`. */
export const withId = { params: z.object({ id: z.string().min(1).max(60) }) } as const;

/** Path parameters `id` and `key`. */
export const withKey = { params: z.object({ id: z.string().min(1).max(60), key: z.string().min(1).max(60) }) } as const;

/** A list that is always whole. */
export function Items<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item) });
}
