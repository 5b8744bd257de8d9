import { loadSession } from "#core/session/index.ts";
import { append, appendRun } from "#platform/live.ts";
import { redis } from "#platform/redis.ts";
import { call } from "#tests/support/api.ts";
import { Promises, type World } from "./world.ts";

type Bound = (match: RegExpExecArray, world: World) => readonly string[] | "anybody";

const tenantOf: Bound = ([, id = ""]) => [id];
const runOf: Bound = ([, id = ""], { own, foreign, ownThings, foreignThings }) =>
  id === ownThings.run ? [own.id] : id === foreignThings.run ? [foreign.id] : "anybody";

/** Every kind of key in Redis, and whose tenants a value under it may name. A key that is not listed is a breach. */
const keys: readonly (readonly [what: string, pattern: RegExp, bound: Bound])[] = [
  ["live stream of a tenant", /^live:(ten_\w+)$/, tenantOf],
  ["live view of a run", /^live:run:(run_\w+)$/, runOf],
  ["wake-up of stream readers", /^live:wake$/, () => "anybody"],
  ["live stream of the platform", /^live:platform$/, () => "anybody"],
  [
    "snapshot of a session",
    /^auth:session:(ses_\w+)$/,
    ([, id], { own, foreign }) => (sessionOf(own, id) ? [own.id] : sessionOf(foreign, id) ? [foreign.id] : "anybody"),
  ],
  ["count of changed rights", /^auth:session-changes$/, () => "anybody"],
  ["rate limits", /^rl:/, () => []],
  ["half a sign-in, or what a passkey has to sign", /^auth:challenge:/, () => []],
  ["code and session of a signed link", /^link:(code|session):/, () => []],
  ["requests in another's name that the audit log has lately", /^impersonation:seen:/, () => []],
  ["half a connection of an account, sealed", /^oauth:(state|choice):/, () => []],
  ["failed sign-ins", /^(login|auth):fail/, () => []],
  ["adapters that are out of order", /^breaker:adapter:/, () => []],
  ["jobs that a queue began in its last minute", /^pace:/, () => []],
  ["queues, read by the dispatcher alone", /^bull:/, () => "anybody"],
  ["events between gateways", /^socket\.io/, () => "anybody"],
];

function sessionOf(tenant: World["own"], id: string | undefined): boolean {
  return Object.values(tenant.people).some(({ actor }) => "sessionId" in actor && actor.sessionId === id);
}

/** Keys and values in Redis after both tenants were at work. */
export async function cache(world: World): Promise<string[]> {
  const promises = new Promises();
  for (const [tenant, things] of [
    [world.own, world.ownThings],
    [world.foreign, world.foreignThings],
  ] as const) {
    const at = new Date().toISOString();
    await append({ seq: Date.now(), tenantId: tenant.id, type: "settings:updated", at, data: { keys: [tenant.id] } });
    await appendRun(things.run, "delta", { text: tenant.id });
    for (const who of Object.values(tenant.people)) {
      await call(who, "GET", "/tenant/v1/me");
      if ("sessionId" in who.actor) await loadSession(who.actor.sessionId);
    }
  }
  let seen = 0;
  for await (const batch of redis().scanStream({ count: 500 }) as AsyncIterable<string[]>)
    for (const key of batch) {
      const [, pattern, bound] = keys.find(([, one]) => one.test(key)) ?? [];
      promises.holds(`the key ${key.replaceAll(/\w{20,}/g, "…")} is of a known kind`, pattern !== undefined);
      const match = pattern?.exec(key);
      const allowed = match && bound ? bound(match, world) : "anybody";
      if (allowed === "anybody") continue;
      seen++;
      const named = new Set((await contentOf(key)).match(/ten_[0-9A-Z]{26}/g));
      const strangers = [...named].filter((id) => !allowed.includes(id));
      promises.holds(`${key} names no tenant but its own`, strangers.length === 0);
    }
  promises.holds("there were keys of both tenants to look into", seen >= 10);
  return promises.broken;
}

async function contentOf(key: string): Promise<string> {
  switch (await redis().type(key)) {
    case "string":
      return (await redis().get(key)) ?? "";
    case "stream":
      return JSON.stringify(await redis().xrange(key, "-", "+"));
    case "hash":
      return JSON.stringify(await redis().hgetall(key));
    case "zset":
      return JSON.stringify(await redis().zrange(key, "0", "-1"));
    default:
      return "";
  }
}
