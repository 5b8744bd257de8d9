import { APIError } from "better-auth/api";

/** A passkey counts as two factors, so the device must have asked its owner for a PIN, a finger or a face. */
export function isProvenByPerson(info: { userVerified: boolean } | undefined): void {
  if (info?.userVerified !== true) throw new APIError("UNAUTHORIZED", { message: "user verification is missing" });
}
