import type { Mark } from "#schema/roles.ts";
import { agency } from "#schema/roles.ts";
import type { Expectation } from "./catalogue.ts";

const everybody: Mark[] = [...agency.filter((mark) => mark !== "SA"), "TA", "CA", "TM", "SA"];
const nothing = () => ({});
const nobody = { literal: "none_of_mine" };
const passkeyProof = () => ({
  challengeId: "0".repeat(32),
  response: { id: "AA", rawId: "AA", type: "public-key", response: { clientDataJSON: "AA" } },
});

/** Signing up, signing in, and what guards an account. */
export const authExpectations: Record<string, Expectation> = {
  "POST /auth/v1/login": { may: "public" },
  "POST /auth/v1/login/totp": { may: "public" },
  "POST /auth/v1/login/recovery": { may: "public" },
  "POST /auth/v1/login/totp/setup": { may: "public" },
  "POST /auth/v1/login/totp/confirm": { may: "public" },
  "POST /auth/v1/login/passkey/options": { may: "public" },
  "POST /auth/v1/login/passkey": { may: "public" },
  "POST /auth/v1/unlock/request": { may: "public" },
  "POST /auth/v1/unlock": { may: "public" },
  "POST /auth/v1/refresh": { may: "public" },
  "POST /auth/v1/logout": { may: "public" },
  "GET /auth/v1/tenants": { may: everybody },
  "POST /auth/v1/tenants/select": { may: everybody, body: ({ id }) => ({ tenantId: id }) },
  "GET /auth/v1/sessions": { may: everybody },
  "DELETE /auth/v1/sessions/{id}": { may: everybody, params: { id: nobody } },
  "POST /auth/v1/sessions/revoke-others": { may: everybody },
  "POST /auth/v1/devices/forget": { may: everybody },
  "GET /auth/v1/me": { may: everybody },
  "PATCH /auth/v1/me": { may: everybody, body: nothing },
  "GET /auth/v1/security": { may: everybody },
  "POST /auth/v1/password/check": { may: "public" },
  "POST /auth/v1/password/forgot": { may: "public" },
  "POST /auth/v1/password/reset": { may: "public" },
  "POST /auth/v1/password/change": {
    may: everybody,
    body: () => ({ current: "not mine", password: "a long new one" }),
  },
  "POST /auth/v1/email/verify": { may: "public" },
  "POST /auth/v1/email/resend": { may: everybody },
  "POST /auth/v1/email/change": { may: everybody, body: () => ({ email: "another@example.test" }) },
  "POST /auth/v1/reauth": { may: everybody, body: () => ({ password: "not mine" }) },
  "POST /auth/v1/reauth/passkey/options": { may: everybody },
  "POST /auth/v1/totp/setup": { may: everybody },
  "POST /auth/v1/totp/confirm": { may: everybody, body: () => ({ code: "000000" }) },
  "POST /auth/v1/totp/disable": { may: everybody, body: () => ({ code: "000000" }) },
  "POST /auth/v1/totp/recovery-codes": { may: everybody },
  "GET /auth/v1/passkeys": { may: everybody },
  "POST /auth/v1/passkeys/options": { may: everybody },
  "POST /auth/v1/passkeys": { may: everybody, body: passkeyProof },
  "PATCH /auth/v1/passkeys/{id}": { may: everybody, params: { id: nobody }, body: () => ({ name: "Mine" }) },
  "DELETE /auth/v1/passkeys/{id}": { may: everybody, params: { id: nobody } },

  "GET /auth/v1/plans": { may: "public" },
  "POST /auth/v1/signup": { may: "public" },
  "GET /auth/v1/signup/{id}": { may: "public" },
  "PATCH /auth/v1/signup/{id}/company": { may: "public" },
  "PATCH /auth/v1/signup/{id}/location": { may: "public" },
  "GET /auth/v1/signup/{id}/plans": { may: "public" },
  "POST /auth/v1/signup/{id}/complete": { may: "public" },
  "GET /auth/v1/signup/{id}/payment": { may: "public" },
  "GET /auth/v1/invitations/{token}": { may: "public" },
  "POST /auth/v1/invitations/{token}/accept": { may: "public" },
  "POST /auth/v1/impersonation/begin": { may: "public" },
  "POST /auth/v1/impersonation/end": { may: [] },
};
