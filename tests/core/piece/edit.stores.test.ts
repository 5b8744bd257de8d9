import { afterAll, describe, expect, test } from "vitest";
import { problemsOf } from "#kit/edit/shape.ts";
import { lockOf, patchOf, wordingFor } from "#kit/piece/editing.ts";
import type { AnyPiece } from "#kit/piece/kinds.ts";
import { asPlatform } from "#platform/db.ts";
import type { ContentVersion, DiffHunk } from "#schema/blog.ts";
import type { PieceDetail, PieceItem } from "#schema/piece.ts";
import type { Wording, Words } from "#schema/wording.ts";
import { call, ok } from "#tests/support/api.ts";
import { closeStores } from "#tests/support/close.ts";
import { worked } from "#tests/support/pieces.ts";
import { freshTenant, type TestTenant } from "#tests/support/tenant.ts";
import { plannedMonth, postsOf, workAll } from "../social/month.ts";

afterAll(closeStores);

const kinds = [
  { type: "landing_page", path: "landing-pages", place: "hero.headline" },
  { type: "email_newsletter", path: "newsletters", place: "headerText" },
  { type: "meta_ads_copy", path: "ad-copies", place: "variants.0.headline" },
  { type: "google_ads_copy", path: "ad-copies", place: "headlines.0.text" },
  { type: "gbp_post", path: "gbp-posts", place: "bodyText" },
  { type: "social_post", path: "social-posts", place: "bodyText" },
] as const;
type Kind = (typeof kinds)[number];

/** A piece of a kind as its writer left it, whole. */
async function written(tenant: TestTenant, { type, path }: Kind): Promise<AnyPiece> {
  if (type === "social_post") {
    await plannedMonth(tenant, ["facebook"]);
    await workAll(tenant);
    return (await postsOf(tenant))[0] as AnyPiece;
  }
  await worked(tenant, type, { subject: "Rewiring a table lamp at home" });
  const { items } = await ok<{ items: PieceItem[] }>(tenant.people.TM, "GET", `/tenant/v1/${path}`);
  return ok<PieceDetail>(tenant.people.TM, "GET", `/tenant/v1/${path}/${items[0]?.id}`);
}

/** The words with other ones at a place, as the form holds them. */
function worded({ words }: Wording, place: string, text: string): Words {
  const copy = structuredClone(words);
  const way = place.split(".");
  const last = way.pop() ?? "";
  let at = copy as Record<string, unknown>;
  for (const part of way) at = at[part] as Record<string, unknown>;
  at[last] = text;
  return copy;
}

const textFor = (place: string) =>
  place === "bodyText"
    ? "Whoever has an old lamp may bring it on any day of the week, and takes it home mended a few days later."
    : "Old lamps, mended and warm";

describe.each(kinds)("what the form of a $type sends", (kind) => {
  test("fits the writer's own bounds, is kept as a version with its note, and what changed in it shows by place", async () => {
    const tenant = await freshTenant();
    const { DM, TM } = tenant.people;
    const piece = await written(tenant, kind);
    const wording = wordingFor(piece) as Wording;
    expect(lockOf(piece)).toBeNull();
    expect(problemsOf(wording.shape, wording.words)).toEqual({});
    const words = worded(wording, kind.place, textFor(kind.place));
    expect(problemsOf(wording.shape, words)).toEqual({});
    const path = `/tenant/v1/${kind.path}/${piece.id}`;
    const body = patchOf(piece, wording.words, words, "A warmer beginning");
    expect((await call(TM, "PATCH", path, { body })).code).toBe("auth.forbidden");
    const saved = await ok<AnyPiece>(DM, "PATCH", path, { body });
    expect(saved.version).toBe(piece.version + 1);
    expect((await call(DM, "PATCH", path, { body })).code).toBe("request.version_mismatch");
    const { items } = await ok<{ items: ContentVersion[] }>(TM, "GET", `${path}/versions`);
    expect(items[0]).toMatchObject({
      version: saved.version,
      author: { kind: "human" },
      changeNote: "A warmer beginning",
    });
    expect(items.map(({ version }) => version)).toContain(piece.version);
    const between = `from=${piece.version}&to=${saved.version}`;
    const { hunks } = await ok<{ hunks: DiffHunk[] }>(TM, "GET", `${path}/diff?${between}`);
    expect(hunks.map(({ field }) => field)).toEqual([kind.place]);
    const stranger = await freshTenant();
    expect((await call(stranger.people.DM, "GET", `${path}/versions`)).code).toBe("request.not_found");
    expect((await call(stranger.people.DM, "GET", `${path}/diff?${between}`)).code).toBe("request.not_found");
  });
});

test("words that do not fit are refused by the place where they stand, the same in the form as at the door", async () => {
  const tenant = await freshTenant();
  const [page] = kinds;
  const piece = await written(tenant, page);
  const wording = wordingFor(piece) as Wording;
  const words = worded(wording, "faq.1.q", "Why");
  expect(Object.keys(problemsOf(wording.shape, words))).toEqual(["faq.1.q"]);
  const body = patchOf(piece, wording.words, words, "");
  const refused = await call<{ error: { fields: { path: string }[] } }>(
    tenant.people.DM,
    "PATCH",
    `/tenant/v1/landing-pages/${piece.id}`,
    { body },
  );
  expect(refused).toMatchObject({ code: "request.validation_failed" });
  expect(refused.body.error.fields.map(({ path }) => path)).toEqual(["content.faq.1.q"]);
});

test("what is out cannot be worded: the form says why, and the door refuses it", async () => {
  const tenant = await freshTenant();
  const [page] = kinds;
  const piece = await written(tenant, page);
  await asPlatform((tx) =>
    tx.updateTable("landingPages").set({ status: "published" }).where("id", "=", piece.id).execute(),
  );
  const path = `/tenant/v1/landing-pages/${piece.id}`;
  const out = await ok<PieceDetail>(tenant.people.DM, "GET", path);
  expect(lockOf(out)).toContain("It is out");
  const wording = wordingFor(piece) as Wording;
  const body = patchOf(piece, wording.words, worded(wording, page.place, textFor(page.place)), "");
  expect((await call(tenant.people.DM, "PATCH", path, { body })).code).toBe("request.illegal_transition");
});
