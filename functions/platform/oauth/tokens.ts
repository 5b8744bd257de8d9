import * as z from "zod";
import { graphVersion, type Provider as Home, homeOf } from "#platform/channel/home.ts";
import { ChannelError } from "#platform/channel/types.ts";
import { guardedFetch, OutboundError } from "#platform/fetch.ts";
import { derive } from "#platform/secrets.ts";
import type { SignInType } from "#schema/connect.ts";
import { clientOf, type House, type HouseName, houseOf, houses, signIns } from "./houses.ts";

const timeoutMs = 20_000;
const answerMaxBytes = 1024 * 1024;

/** What is kept, encrypted, of an account that is signed in to. */
export interface Tokens {
  accessToken: string;
  refreshToken?: string;
  /** The person's own token, where `accessToken` is one of their pages. */
  grantToken?: string;
  /** Absent where it does not end. */
  expiresAt?: string;
}

const Given = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().optional(),
  expires_in: z.coerce.number().optional(),
  scope: z.string().optional(),
});
const Refused = z.object({ error: z.union([z.string(), z.object({ message: z.string() })]).optional() });

/** Tokens for the code that a person came back with, and what they granted. @throws ChannelError */
export async function tokensForCode(
  type: SignInType,
  grant: { code: string; verifier: string; redirectUri: string },
): Promise<{ tokens: Tokens; scopes: string[] }> {
  const house = houseOf(type);
  const { code, verifier: code_verifier, redirectUri: redirect_uri } = grant;
  let given = await ask(house, { grant_type: "authorization_code", code, code_verifier, redirect_uri });
  // The first token of this house lives for an hour; it buys one of two months.
  if (house.renewedBy === "itself") given = await ask(house, longer(given.access_token));
  const scopes = given.scope?.split(/[ ,]+/).filter(Boolean) ?? (await grantedTo(signIns[type].house, given));
  return { tokens: shape(given), scopes };
}

/** Whether there is anything to get a new token with. */
export function isRenewable(type: SignInType, tokens: Tokens): boolean {
  if (houseOf(type).renewedBy === "itself") return tokens.expiresAt !== undefined && !isOver(tokens);
  return tokens.refreshToken !== undefined;
}

/** Whether a token is no longer good, or will not be in so many milliseconds. */
export function isOver({ expiresAt }: Tokens, inMs = 0): boolean {
  return expiresAt !== undefined && Date.parse(expiresAt) <= Date.now() + inMs;
}

/** A new token. @throws ChannelError `auth_expired` when the person no longer lets us in */
export async function renewedTokens(type: SignInType, tokens: Tokens): Promise<Tokens> {
  const house = houseOf(type);
  const { refreshToken } = tokens;
  const given = await ask(
    house,
    refreshToken ? { grant_type: "refresh_token", refresh_token: refreshToken } : longer(tokens.accessToken),
  );
  return { ...(refreshToken ? { refreshToken } : {}), ...shape(given) };
}

/** Gives a token back, so that the house forgets us. One that is not good any more is none to give back. @throws ChannelError `provider_down` */
export async function revoke(type: SignInType, tokens: Tokens): Promise<void> {
  const { accessToken, refreshToken, grantToken } = tokens;
  const form = (home: Home, path: string, fields: Record<string, string>) => send(home, path, { form: fields });
  const ways: Record<HouseName, () => Promise<Response>> = {
    google: () => form("google-tokens", "/revoke", { token: refreshToken ?? accessToken }),
    meta: () => send("meta", `${graphVersion}/me/permissions`, { method: "DELETE", token: grantToken ?? accessToken }),
    linkedin: () =>
      form("linkedin-login", "/oauth/v2/revoke", { ...clientOf(houses.linkedin), token: refreshToken ?? accessToken }),
    github: () => {
      const { client_id, client_secret } = clientOf(houses.github);
      const basic = Buffer.from(`${client_id}:${client_secret}`).toString("base64");
      const path = `/applications/${encodeURIComponent(client_id)}/token`;
      return send("github", path, { method: "DELETE", basic, json: { access_token: accessToken } });
    },
    hubspot: () =>
      send("hubspot-tokens", `/oauth/v1/refresh-tokens/${encodeURIComponent(refreshToken ?? "")}`, {
        method: "DELETE",
      }),
  };
  const { status } = await ways[signIns[type].house]();
  if (status >= 500 || status === 429)
    throw new ChannelError("provider_down", `${houseOf(type).name} answered ${status}.`);
}

/** Who let us in, as a hash that tells nothing: only where taking back one token ends all of theirs. */
export async function grantorOf(type: SignInType, tokens: Tokens): Promise<string | null> {
  const { house } = signIns[type];
  if (!houses[house].revokesAll) return null;
  const token = tokens.grantToken ?? tokens.accessToken;
  const answer = await (house === "google"
    ? send("google-person", "/v1/userinfo", { token })
    : send("meta", `${graphVersion}/me`, { token }));
  const person = z.object({ sub: z.string().optional(), id: z.string().optional() }).safeParse(await json(answer));
  const id = person.data?.sub ?? person.data?.id;
  return id ? derive("channel grantor", `${house} ${id}`) : null;
}

// These houses do not say with the token what was granted.
async function grantedTo(house: HouseName, { access_token: token }: z.infer<typeof Given>): Promise<string[]> {
  if (house === "meta") {
    const Permissions = z.object({ data: z.array(z.object({ permission: z.string(), status: z.string() })) });
    const found = Permissions.safeParse(await json(await send("meta", `${graphVersion}/me/permissions`, { token })));
    return found.data?.data.flatMap(({ permission, status }) => (status === "granted" ? [permission] : [])) ?? [];
  }
  if (house !== "hubspot") return [];
  const Info = z.object({ scopes: z.array(z.string()) });
  const path = `/oauth/v1/access-tokens/${encodeURIComponent(token)}`;
  return Info.safeParse(await json(await send("hubspot-tokens", path, {}))).data?.scopes ?? [];
}

const longer = (token: string) => ({ grant_type: "fb_exchange_token", fb_exchange_token: token });

function shape({ access_token, refresh_token, expires_in }: z.infer<typeof Given>): Tokens {
  return {
    accessToken: access_token,
    ...(refresh_token ? { refreshToken: refresh_token } : {}),
    ...(expires_in ? { expiresAt: new Date(Date.now() + expires_in * 1_000).toISOString() } : {}),
  };
}

async function ask(house: House, asked: Record<string, string>): Promise<z.infer<typeof Given>> {
  const answer = await send(house.tokens.home, house.tokens.path, { form: { ...clientOf(house), ...asked } });
  const body = await json(answer);
  // One house refuses with a status that says that all is well.
  const isRefused =
    answer.status >= 400 ? answer.status < 500 && answer.status !== 429 : Refused.safeParse(body).data?.error;
  if (isRefused)
    throw new ChannelError(
      isOurFault(body) ? "bad_request" : "auth_expired",
      `${house.name} refuses: ${reasonOf(body, answer.status)}`,
    );
  const given = Given.safeParse(body);
  if (!answer.ok || !given.success) throw new ChannelError("provider_down", `${house.name} answered ${answer.status}.`);
  return given.data;
}

// A wrong client of ours is no reason to make the people of every client connect anew.
function isOurFault(body: unknown): boolean {
  const { error } = Refused.safeParse(body).data ?? {};
  return error === "invalid_client" || error === "unauthorized_client";
}

function reasonOf(body: unknown, status: number): string {
  const Said = z.object({
    error: z.union([z.string(), z.object({ message: z.string() })]).optional(),
    error_description: z.string().optional(),
    message: z.string().optional(),
  });
  const { error, error_description, message } = Said.safeParse(body).data ?? {};
  const named = typeof error === "string" ? error : error?.message;
  return (error_description ?? named ?? message ?? `status ${status}`).slice(0, 300);
}

interface Send {
  method?: string;
  token?: string;
  basic?: string;
  form?: Record<string, string>;
  json?: object;
}

async function send(home: Home, path: string, { method, token, basic, form, json: object }: Send): Promise<Response> {
  try {
    return await guardedFetch(homeOf(home) + path, {
      method: method ?? (form ? "POST" : "GET"),
      headers: {
        accept: "application/json",
        ...(token ? { authorization: `Bearer ${token}` } : {}),
        ...(basic ? { authorization: `Basic ${basic}` } : {}),
        ...(object ? { "content-type": "application/json" } : {}),
        ...(form ? { "content-type": "application/x-www-form-urlencoded" } : {}),
      },
      body: form ? new URLSearchParams(form).toString() : object ? JSON.stringify(object) : null,
      ...{ timeoutMs, maxBytes: answerMaxBytes, redirect: "error" },
    });
  } catch (error) {
    if (error instanceof OutboundError) throw new ChannelError("provider_down", error.message, error);
    throw error;
  }
}

async function json(answer: Response): Promise<unknown> {
  return answer.json().catch(() => undefined);
}
