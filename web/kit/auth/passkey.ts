import type { AuthenticationResponseJSON, RegistrationResponseJSON } from "@simplewebauthn/browser";

/** The ceremony's options as the API hands them out; only the WebAuthn library looks inside. */
export type CeremonyOptions = Record<string, unknown>;

/** The person closed the browser's dialog, or another ceremony took its place: nothing to report. */
export class PasskeyCancelled extends Error {}

type Library = typeof import("@simplewebauthn/browser");
const load = (): Promise<Library> => import("@simplewebauthn/browser");

/** True when this browser knows passkeys at all. */
export function knowsPasskeys(): boolean {
  return typeof window !== "undefined" && typeof window.PublicKeyCredential === "function";
}

/** True when the browser can offer passkeys in the list under the e-mail field. */
export async function offersAutofill(): Promise<boolean> {
  return knowsPasskeys() && (await load()).browserSupportsWebAuthnAutofill();
}

/** Lets the person prove a passkey; `asAutofill` waits quietly under the e-mail field instead of opening a dialog. */
export async function provePasskey(options: CeremonyOptions, asAutofill = false): Promise<AuthenticationResponseJSON> {
  const { startAuthentication } = await load();
  type Input = Parameters<typeof startAuthentication>[0];
  const optionsJSON = options as unknown as Input["optionsJSON"];
  return orCancelled(startAuthentication({ optionsJSON, useBrowserAutofill: asAutofill }));
}

/** Makes a passkey on this device or a security key. */
export async function makePasskey(options: CeremonyOptions): Promise<RegistrationResponseJSON> {
  const { startRegistration } = await load();
  type Input = Parameters<typeof startRegistration>[0];
  return orCancelled(startRegistration({ optionsJSON: options as unknown as Input["optionsJSON"] }));
}

async function orCancelled<T>(ceremony: Promise<T>): Promise<T> {
  try {
    return await ceremony;
  } catch (error) {
    const name = error instanceof Error ? error.name : "";
    if (name === "NotAllowedError" || name === "AbortError") throw new PasskeyCancelled("Cancelled", { cause: error });
    throw error;
  }
}
