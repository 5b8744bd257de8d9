import { createHmac, generateKeyPairSync, sign } from "node:crypto";
import fc from "fast-check";
import type { JWK } from "jose";
import { ulid } from "ulid";
import { afterEach, describe, expect, test, vi } from "vitest";
import { accessSeconds, tokenRing } from "#platform/token.ts";
import { newId } from "#schema/ids.ts";

afterEach(() => vi.useRealTimers());

function keyPair(kid: string) {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const known = { kid, alg: "EdDSA", use: "sig" };
  return {
    privateKey,
    signing: { ...privateKey.export({ format: "jwk" }), ...known } as JWK,
    verifying: { ...publicKey.export({ format: "jwk" }), ...known } as JWK,
  };
}

const own = keyPair("own");
const stranger = keyPair("stranger");
const ring = tokenRing({ signing: () => [own.signing], verifying: () => ({ keys: [own.verifying] }) });

const session = { sub: newId("user"), sid: newId("session"), app: "dashboard" as const, tid: newId("tenant") };
const task = { sub: newId("run"), tid: newId("tenant"), agent: "blog-writer" as const };
const now = () => Math.floor(Date.now() / 1_000);

/** Claims of a token that would be accepted. */
const claims = (change: Record<string, unknown> = {}) => ({
  ...session,
  iss: "leadmetrics",
  aud: "portal",
  iat: now(),
  exp: now() + 600,
  jti: ulid(),
  ...change,
});
const header = (change: Record<string, unknown> = {}) => ({ alg: "EdDSA", kid: "own", typ: "at+jwt", ...change });
const encode = (value: unknown) =>
  Buffer.from(typeof value === "string" ? value : JSON.stringify(value)).toString("base64url");

/** A token signed by a real key over any header and payload, whole or as text. */
function forge(head: unknown, body: unknown, key = own.privateKey): string {
  const signed = `${encode(head)}.${encode(body)}`;
  return `${signed}.${sign(null, Buffer.from(signed), key).toString("base64url")}`;
}

const without = (name: string) => {
  const rest: Record<string, unknown> = claims();
  delete rest[name];
  return rest;
};

async function refused(token: string, kind: "access" | "task" = "access"): Promise<void> {
  await expect(ring.check(kind, token)).rejects.toMatchObject({ code: "auth.unauthenticated" });
}

describe("what we sign", () => {
  test("is believed as it was given, again and again", async () => {
    const token = await ring.sign("access", "portal", session, accessSeconds);
    const first = await ring.check("access", token);
    expect(first).toMatchObject({ ...session, iss: "leadmetrics", aud: "portal" });
    expect(first.exp - first.iat).toBe(accessSeconds);
    expect(await ring.check("access", token)).toBe(first);
  });

  test("the forger of these tests makes tokens that pass when nothing is wrong with them", async () => {
    expect(await ring.check("access", forge(header(), claims()))).toMatchObject(session);
  });

  test("no two tokens are the same", async () => {
    const [one, two] = await Promise.all([1, 2].map(() => ring.sign("access", "portal", session, 60)));
    expect(one).not.toBe(two);
  });
});

describe("time", () => {
  test("a token that was believed before is refused when its time is over", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    const token = await ring.sign("access", "portal", session, accessSeconds);
    await ring.check("access", token);
    vi.advanceTimersByTime(accessSeconds * 1_000 + 1);
    await expect(ring.check("access", token)).rejects.toMatchObject({ code: "auth.token_expired" });
  });

  test("a token not yet valid is refused", () => refused(forge(header(), claims({ nbf: now() + 3_600 }))));
  test("a token from the future is refused", () =>
    refused(forge(header(), claims({ iat: now() + 3_000, exp: now() + 3_600 }))));
  test("a token that would live longer than ours do is refused", () =>
    refused(forge(header(), claims({ exp: now() + 86_400 }))));
  test.each([
    ["text", String(now() + 600)],
    ["null", null],
    ["a fraction", now() + 600.5],
  ])("an expiry that is %s is refused", (_, exp) => refused(forge(header(), claims({ exp }))));
});

describe("header", () => {
  test.each<[string, Record<string, unknown>]>([
    ["algorithm none", { alg: "none" }],
    ["algorithm None", { alg: "None" }],
    ["another algorithm of the same family", { alg: "Ed448" }],
    ["an algorithm for other keys", { alg: "ES256" }],
    ["a symmetric algorithm", { alg: "HS256" }],
    ["an unknown key id", { kid: "nobody" }],
    ["an empty key id", { kid: "" }],
    ["a key id that is no text", { kid: 1 }],
    ["the type of a task token", { typ: "task+jwt" }],
    ["a plain type", { typ: "JWT" }],
    ["a key of its own", { jwk: stranger.verifying }],
    ["an address of keys", { jku: "https://evil.test/keys" }],
    ["an address of certificates", { x5u: "https://evil.test/chain" }],
    ["a chain of certificates", { x5c: ["MIIB"] }],
    ["a critical extension", { crit: ["exp"], exp: 1 }],
    ["an unencoded payload", { crit: ["b64"], b64: false }],
    ["compression", { zip: "DEF" }],
    ["a content type", { cty: "JWT" }],
  ])("%s is refused, though the signature is right", (_, change) => refused(forge(header(change), claims())));

  test.each(["alg", "kid", "typ"])("a header without %s is refused", (name) => {
    const head: Record<string, unknown> = header();
    delete head[name];
    return refused(forge(head, claims()));
  });

  test("a member named twice is refused, whichever a reader would take", async () => {
    await refused(forge('{"alg":"none","kid":"own","typ":"at+jwt","alg":"EdDSA"}', claims()));
    await refused(forge('{"alg":"EdDSA","kid":"own","typ":"at+jwt","kid":"own"}', claims()));
  });
});

describe("signature", () => {
  test("none at all is refused", async () => {
    const [head, body] = forge(header(), claims()).split(".");
    await refused(`${head}.${body}.`);
    await refused(`${head}.${body}`);
    await refused(`${encode(header({ alg: "none" }))}.${body}.`);
  });

  test("that of another key is refused, under its own key id and under ours", async () => {
    await refused(forge(header(), claims(), stranger.privateKey));
    await refused(forge(header({ kid: "stranger" }), claims(), stranger.privateKey));
  });

  test("a keyed hash with our public key as its secret is refused", async () => {
    const secrets = [
      Buffer.from(own.verifying.x ?? "", "base64url"),
      Buffer.from(own.verifying.x ?? ""),
      Buffer.from(JSON.stringify(own.verifying)),
    ];
    for (const secret of secrets) {
      const signed = `${encode(header({ alg: "HS256" }))}.${encode(claims())}`;
      await refused(`${signed}.${createHmac("sha256", secret).update(signed).digest("base64url")}`);
    }
  });

  test("one for other bytes is refused: header, payload or signature of another token", async () => {
    const [one, two] = [forge(header(), claims()), forge(header(), claims({ sub: newId("user") }))].map((token) =>
      token.split("."),
    );
    await refused([one?.[0], two?.[1], one?.[2]].join("."));
    await refused([one?.[0], one?.[1], two?.[2]].join("."));
  });

  test("any single bit changed anywhere is refused", async () => {
    const token = await ring.sign("access", "portal", session, 60);
    await ring.check("access", token);
    await fc.assert(
      fc.asyncProperty(fc.nat(token.length - 1), fc.integer({ min: 0, max: 6 }), async (at, bit) => {
        const code = token.charCodeAt(at) ^ (1 << bit);
        await refused(token.slice(0, at) + String.fromCharCode(code) + token.slice(at + 1));
      }),
      { numRuns: 300 },
    );
  });

  test("the same signature with the group's order added to S is refused: there is one signature only", async () => {
    const [head, body, tag] = forge(header(), claims()).split(".");
    const bytes = Buffer.from(tag ?? "", "base64url");
    const order = 2n ** 252n + 27_742_317_777_372_353_535_851_937_790_883_648_493n;
    const s = BigInt(`0x${Buffer.from(bytes.subarray(32)).reverse().toString("hex")}`) + order;
    const malleable = Buffer.concat([
      bytes.subarray(0, 32),
      Buffer.from(s.toString(16).padStart(64, "0"), "hex").reverse(),
    ]);
    await refused(`${head}.${body}.${malleable.toString("base64url")}`);
  });

  // Points of order 1, 2, 4 and 8, also in encodings that are not canonical.
  test.each([
    "0100000000000000000000000000000000000000000000000000000000000000",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "0000000000000000000000000000000000000000000000000000000000000080",
    "0000000000000000000000000000000000000000000000000000000000000000",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  ])("a commitment of small order (%s) is refused with S of nothing", (point) => {
    const [head, body] = forge(header(), claims()).split(".");
    return refused(
      `${head}.${body}.${Buffer.concat([Buffer.from(point, "hex"), Buffer.alloc(32)]).toString("base64url")}`,
    );
  });

  test.each([0, 1, 63, 65, 128])("one of %i bytes is refused", (length) => {
    const [head, body] = forge(header(), claims()).split(".");
    return refused(`${head}.${body}.${Buffer.alloc(length, 1).toString("base64url")}`);
  });

  test("one cut short or prolonged is refused", async () => {
    const token = forge(header(), claims());
    await refused(token.slice(0, -2));
    await refused(`${token}AA`);
  });
});

describe("encoding", () => {
  const token = () => forge(header(), claims());

  test.each<[string, (token: string) => string]>([
    ["padding", (given) => `${given}==`],
    ["the other alphabet", (given) => given.replaceAll("-", "+").replaceAll("_", "/").replace(/$/, "+")],
    ["white space", (given) => given.replace(".", ".\n")],
    ["a space before", (given) => ` ${given}`],
    ["a fourth part", (given) => `${given}.${encode("{}")}`],
    ["an empty header", (given) => given.slice(given.indexOf("."))],
    ["more than 4 KB", (given) => given + "A".repeat(4_096)],
  ])("%s is refused", (_, change) => refused(change(token())));

  test("unused bits at the end of the signature are refused: one token has one text", async () => {
    const given = token();
    const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    const last = alphabet.indexOf(given.at(-1) ?? "");
    for (let bits = 1; bits < 16; bits++) await refused(given.slice(0, -1) + alphabet[last ^ bits]);
  });

  test.each([
    ["a claim named twice", (text: string) => text.replace("{", `{"sub":"${newId("user")}",`)],
    ["white space in the payload", (text: string) => text.replaceAll(",", ", ")],
    ["a claim's name in escapes", (text: string) => text.replace('"sub"', '"\\u0073ub"')],
    ["a list for a payload", () => "[]"],
    ["nothing for a payload", () => "null"],
    ["no JSON at all", () => "sub=me"],
  ])("%s is refused, though the signature is right", (_, change) =>
    refused(forge(header(), change(JSON.stringify(claims())))),
  );

  test("whatever comes instead of a token, the answer is the same refusal", async () => {
    await fc.assert(fc.asyncProperty(fc.string({ maxLength: 300 }), (text) => refused(text)));
    await fc.assert(
      fc.asyncProperty(fc.json(), fc.json(), (head, body) => refused(forge(head, body))),
      { numRuns: 50 },
    );
  });
});

describe("claims", () => {
  test.each(["iss", "aud", "sub", "sid", "app", "iat", "exp", "jti"])("a token without %s is refused", (name) =>
    refused(forge(header(), without(name))),
  );

  test.each<[string, Record<string, unknown>]>([
    ["another issuer", { iss: "https://evil.test" }],
    ["an audience of nobody", { aud: "everyone" }],
    ["the audience of agents", { aud: "agent" }],
    ["the audience of another app", { aud: "manage" }],
    ["several audiences", { aud: ["portal", "manage"] }],
    ["an app that does not exist", { app: "root" }],
    ["a subject that is no person", { sub: newId("run") }],
    ["a tenant that is no id", { tid: "*" }],
    ["a role that does not exist", { role: "god" }],
    ["a claim nobody knows", { admin: true }],
  ])("%s is refused", (_, change) => refused(forge(header(), claims(change))));
});

describe("kinds", () => {
  test("a task token opens no portal and an access token no run", async () => {
    const [access, work] = [
      await ring.sign("access", "portal", session, 60),
      await ring.sign("task", "agent", task, 60),
    ];
    expect(await ring.check("task", work)).toMatchObject(task);
    expect(await ring.check("access", access)).toMatchObject(session);
    await refused(work, "access");
    await refused(access, "task");
  });

  test("a token with the other kind's type but its own claims is refused", async () => {
    await refused(forge(header(), claims({ ...task, aud: "agent" })));
    await refused(forge(header({ typ: "task+jwt" }), claims()), "task");
  });

  test("a task token of more than an hour is refused", () =>
    refused(
      forge(header({ typ: "task+jwt" }), {
        ...task,
        iss: "leadmetrics",
        aud: "agent",
        iat: now(),
        exp: now() + 3_601,
        jti: ulid(),
      }),
      "task",
    ));
});

describe("rotation", () => {
  const [older, newer] = [keyPair("2026-01"), keyPair("2026-02")];
  const ringOf = (signing: JWK[], verifying: JWK[]) =>
    tokenRing({ signing: () => signing, verifying: () => ({ keys: verifying }) });

  test("runs in three steps, and in none of them is a token refused that somebody holds or makes", async () => {
    const both = [older.verifying, newer.verifying];
    const before = ringOf([older.signing], [older.verifying]);
    const announced = ringOf([older.signing, newer.signing], both);
    const turned = ringOf([newer.signing, older.signing], both);
    const after = ringOf([newer.signing], [newer.verifying]);

    const steps = [before, announced, turned];
    for (const [at, signer] of steps.entries()) {
      const token = await signer.sign("access", "portal", session, 60);
      // While a step is rolled out, functions of the step before and after stand side by side.
      for (const checker of steps.slice(Math.max(0, at - 1), at + 2))
        expect(await checker.check("access", token)).toMatchObject(session);
    }
    const [last, fresh] = [
      await turned.sign("access", "portal", session, 60),
      await after.sign("access", "portal", session, 60),
    ];
    expect(await after.check("access", last)).toMatchObject(session);
    expect(await turned.check("access", fresh)).toMatchObject(session);
  });

  test("a retired key is believed no more", async () => {
    const token = await ringOf([older.signing], [older.verifying]).sign("access", "portal", session, 60);
    await expect(ringOf([newer.signing], [newer.verifying]).check("access", token)).rejects.toMatchObject({
      code: "auth.unauthenticated",
    });
  });

  test("a key that bears another's id is not believed", async () => {
    const thief = keyPair("2026-01");
    const token = await ringOf([thief.signing], []).sign("access", "portal", session, 60);
    await expect(ringOf([older.signing], [older.verifying]).check("access", token)).rejects.toMatchObject({
      code: "auth.unauthenticated",
    });
  });
});
