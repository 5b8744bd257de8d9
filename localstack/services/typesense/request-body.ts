import { badRequest } from "./failure.ts";

/** A JSON value. @throws TypesenseFailure 400 `Bad JSON.` */
export function parseJson(body: Buffer | string): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    throw badRequest("Bad JSON.");
  }
}
