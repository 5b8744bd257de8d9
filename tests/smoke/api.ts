import { type SurfaceName, surfaces } from "#schema/surfaces.ts";
import { ask, type Check, expectStatus, expectThat } from "./check.ts";

const names = Object.keys(surfaces) as SurfaceName[];

/**
 * What the API promises to anybody: every surface reaches its stores, nobody enters without a credential.
 * @param version what must be running, e.g. a commit; undefined: any
 */
export function apiChecks(api: string, version?: string): Check[] {
  return [
    ...names.map((name) => ({ name: `${name}: its stores answer`, holds: () => isReady(api, name, version) })),
    { name: "api: refuses who brings no key", holds: () => refuses(api, "/api/v1/me", "auth.unauthenticated") },
    { name: "tenant: refuses a token of nobody", holds: () => refusesToken(api) },
    {
      name: "live: opens no stream for a stranger",
      holds: () => refuses(api, "/live/v1/stream", "auth.unauthenticated"),
    },
    { name: "an address that is none is not found", holds: () => isNotFound(api) },
  ];
}

async function isReady(api: string, name: SurfaceName, version?: string): Promise<void> {
  const answer = await ask(new URL(`${surfaces[name].prefix}/readyz`, api));
  const told = (await answer.json()) as { ok?: boolean; version?: string; stores?: Record<string, boolean> };
  const silent = Object.entries(told.stores ?? {}).flatMap(([store, up]) => (up ? [] : [store]));
  expectThat(silent.length === 0, `${silent.join(", ")} did not answer`);
  expectStatus(answer, 200);
  expectThat(told.ok === true, "its /readyz has an unknown form");
  if (version) expectThat(told.version === version, `version ${told.version} runs instead of ${version}`);
}

async function refuses(api: string, path: string, code: string, headers: Record<string, string> = {}): Promise<void> {
  const answer = await ask(new URL(path, api), headers);
  expectStatus(answer, 401);
  await hasCode(answer, code);
}

const refusesToken = (api: string): Promise<void> =>
  refuses(api, "/tenant/v1/activities", "auth.unauthenticated", { authorization: "Bearer nobody" });

async function isNotFound(api: string): Promise<void> {
  const answer = await ask(new URL("/auth/v1/smoke-test", api));
  expectStatus(answer, 404);
  await hasCode(answer, "request.no_route");
}

async function hasCode(answer: Response, code: string): Promise<void> {
  const { error } = (await answer.json()) as { error?: { code?: string; requestId?: string } };
  expectThat(error?.code === code, `the error is ${error?.code} instead of ${code}`);
  expectThat(error.requestId, "the error has no request id");
}
