import { type Caller, cookieOf, headersFor, refusalOf } from "./jar.ts";
import { library } from "./library.ts";

type Authenticate = ReturnType<typeof library>["api"]["verifyPasskeyAuthentication"];
type AuthenticationResponse = NonNullable<Parameters<Authenticate>[0]>["body"]["response"];

/** A ceremony that has begun: what the browser needs, and the library's own note of it. */
export interface Ceremony {
  options: { challenge: string };
  cookie: string;
}

/** Begins to add a passkey to the person of a session. */
export async function beginRegistration(session: string, name: string, caller: Caller): Promise<Ceremony> {
  const call = library().api.generatePasskeyRegistrationOptions;
  return begun(await call({ query: { name }, headers: headersFor(caller, { session }), returnHeaders: true }));
}

/** Ends it. @returns the id of the new passkey, or null when the answer proves nothing */
export async function finishRegistration(
  input: { session: string; cookie: string; response: unknown; name?: string },
  caller: Caller,
): Promise<string | null> {
  const headers = headersFor(caller, { session: input.session, cookies: [input.cookie] });
  const body = { response: input.response, ...(input.name ? { name: input.name } : {}) };
  return unlessRefused(async () => (await library().api.verifyPasskeyRegistration({ body, headers })).id);
}

/** Begins to sign in with a passkey, or to prove again who one is. */
export async function beginAuthentication(caller: Caller, session?: string): Promise<Ceremony> {
  const headers = headersFor(caller, session ? { session } : {});
  return begun(await library().api.generatePasskeyAuthenticationOptions({ headers, returnHeaders: true }));
}

/** Ends it: the passkey's owner gets a session of the library. @returns its token and owner, or null when nothing is proven */
export async function finishAuthentication(
  input: { cookie: string; response: Record<string, unknown> },
  caller: Caller,
): Promise<{ token: string; userId: string } | null> {
  const headers = headersFor(caller, { cookies: [input.cookie] });
  return unlessRefused(async () => {
    const response = input.response as unknown as AuthenticationResponse;
    const answer = await library().api.verifyPasskeyAuthentication({ body: { response }, headers });
    return { token: answer.session.token, userId: answer.session.userId };
  });
}

function begun({ headers, response }: { headers: Headers; response: { challenge: string } }): Ceremony {
  const cookie = cookieOf(headers, "better-auth-passkey");
  if (!cookie) throw new Error("the library began a ceremony without a note of it");
  return { options: response, cookie };
}

async function unlessRefused<T>(call: () => Promise<T>): Promise<T | null> {
  try {
    return await call();
  } catch (error) {
    if (refusalOf(error) === undefined) throw error;
    return null;
  }
}
