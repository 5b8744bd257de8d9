import { tenant } from "#platform/actor.ts";
import type { Tokens } from "#platform/oauth/tokens.ts";
import { seal, unseal } from "#platform/secrets.ts";

/** Tokens of an account that is signed in to, or the name and password of a site's user. */
export type Secret = Tokens | { username: string; appPassword: string; accessToken?: never; expiresAt?: never };

/** What of an account's secret goes into its row: the whole encrypted, and in the open only what people may see. */
export function sealed(credentialId: string, secret: Secret) {
  return {
    tokenInfoCipher: seal(JSON.stringify(secret), `${tenant()}${credentialId}`),
    last4: ("appPassword" in secret ? secret.appPassword : secret.accessToken).slice(-4),
    expiresAt: secret.expiresAt ? new Date(secret.expiresAt) : null,
  };
}

/** The secret that `sealed` put into a row. @throws when it cannot be read any more */
export function opened(credentialId: string, cipher: string): Secret {
  return JSON.parse(unseal(cipher, `${tenant()}${credentialId}`)) as Secret;
}
