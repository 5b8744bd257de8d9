import { totp } from "#localstack/totp.ts";
import type { LoginChallenge, LoginResult, RecoveryCodes, TotpSetup } from "#schema/auth.ts";

/** The super admin of the demo, with the second factor that Manage demands. */
export interface SuperAdmin {
  email: string;
  /** Secret of the authenticator app. */
  secret: string;
  recoveryCodes: string[];
}

const email = "maya@northlight.test";

/** Signs the super admin in for the first time, as Manage does, which enrols the authenticator app. */
export async function enrolSuperAdmin(apiUrl: string, manageUrl: string, password: string): Promise<SuperAdmin> {
  const post = browserAt(apiUrl, new URL(manageUrl).origin);
  const { challenge } = await post<LoginChallenge>("/auth/v1/login", { email, password, app: "manage" });
  const challengeId = challenge.id;
  const { secret } = await post<TotpSetup>("/auth/v1/login/totp/setup", { challengeId });
  const confirm = { challengeId, code: totp(secret) };
  const { recoveryCodes } = await post<LoginResult & RecoveryCodes>("/auth/v1/login/totp/confirm", confirm);
  return { email, secret, recoveryCodes };
}

/** Posts as one browser does: a begun sign-in goes on only where it was begun. */
function browserAt(apiUrl: string, origin: string) {
  const jar = new Map<string, string>();
  return async <T>(path: string, body: unknown): Promise<T> => {
    const answer = await fetch(new URL(path, apiUrl), {
      method: "POST",
      headers: {
        "content-type": "application/json",
        "x-portal": "manage",
        origin,
        cookie: [...jar].map(([name, value]) => `${name}=${value}`).join("; "),
      },
      body: JSON.stringify(body),
    });
    for (const cookie of answer.headers.getSetCookie()) {
      const [name = "", value = ""] = (cookie.split(";")[0] ?? "").split(/=(.*)/);
      jar.set(name, value);
    }
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
    return (await answer.json()) as T;
  };
}
