import { describe, expect, test } from "vitest";
import { simulatedWorld } from "./world.ts";

const world = simulatedWorld();
const items = "/webflow/v2/collections/63692ab61fb2852f582ba8f5/items";
const headers = { authorization: "Bearer wf-token" };

describe("webflow", () => {
  const create = (fieldData: object) =>
    world.ask<{ id: string }>(items, { headers, json: { isDraft: true, fieldData } });

  test("a request without a token is refused in its shape", async () => {
    const answer = await world.ask("/webflow/v2/sites");
    expect(answer).toMatchObject({
      status: 401,
      body: { code: "not_authorized", message: "Request not authorized", details: [] },
    });
  });

  test("site and collection lead to the fields of an item", async () => {
    const site = "580e63e98c9a982ac9b8b741";
    expect((await world.ask("/webflow/v2/sites", { headers })).body).toMatchObject({ sites: [{ id: site }] });
    const { body } = await world.ask(`/webflow/v2/sites/${site}/collections`, { headers });
    expect(body).toMatchObject({ collections: [{ slug: "post" }] });
  });

  test("an item is a draft until it is published, and is listed", async () => {
    const made = await create({ name: "Oak tables", slug: "oak-tables", "post-body": "<p>Hi</p>" });
    expect(made).toMatchObject({ status: 202, body: { isDraft: true, lastPublished: null } });
    const published = await world.ask(`${items}/publish`, { headers, json: { itemIds: [made.body.id] } });
    expect(published.body).toEqual({ publishedItemIds: [made.body.id], errors: [] });
    const found = await world.ask(`${items}?slug=oak-tables`, { headers });
    expect(found.body).toMatchObject({ items: [{ id: made.body.id, isDraft: false }], pagination: { total: 1 } });
    const [, write] = await world.calls("webflow").then((calls) => calls.filter(({ method }) => method === "POST"));
    expect(write).toMatchObject({ path: items, status: 202, body: { fieldData: { slug: "oak-tables" } } });
  });

  test("unknown fields and taken slugs are refused by field", async () => {
    await create({ name: "Twice", slug: "twice" });
    expect(await create({ name: "Twice", slug: "twice" })).toMatchObject({
      status: 400,
      body: {
        code: "validation_error",
        details: [{ param: "slug", description: "Unique value is already in database: 'twice'" }],
      },
    });
    expect(await create({ name: "x", colour: "red" })).toMatchObject({
      status: 400,
      body: { details: [{ param: "colour" }] },
    });
  });
});
