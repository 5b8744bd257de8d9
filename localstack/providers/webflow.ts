import type { Context, Hono } from "hono";
import type { Control } from "./control.ts";
import type { ErrorBody, SimulatorEnv } from "./door.ts";
import { openShelf } from "./shelf.ts";
import { bearer, requireToken, simulate, textIn } from "./simulate.ts";

interface Item {
  id: string;
  collection: string;
  isDraft: boolean;
  isArchived: boolean;
  createdOn: string;
  lastUpdated: string;
  lastPublished: string | null;
  fieldData: Record<string, unknown>;
}

const site = {
  id: "580e63e98c9a982ac9b8b741",
  displayName: "Quillbrook",
  shortName: "quillbrook",
  workspaceId: "580e63fc8c9a982ac9b8b744",
};
const collection = {
  id: "63692ab61fb2852f582ba8f5",
  displayName: "Blog posts",
  singularName: "Blog post",
  slug: "post",
};
const fields = [
  { id: "f1", slug: "name", displayName: "Name", type: "PlainText", isRequired: true },
  { id: "f2", slug: "slug", displayName: "Slug", type: "PlainText", isRequired: true },
  { id: "f3", slug: "post-body", displayName: "Post Body", type: "RichText", isRequired: false },
  { id: "f4", slug: "post-summary", displayName: "Post Summary", type: "PlainText", isRequired: false },
];
const names: Record<number, string> = {
  400: "validation_error",
  401: "not_authorized",
  403: "missing_scopes",
  404: "resource_not_found",
  409: "conflict",
  429: "too_many_requests",
};

/** Sites, collections and items of the Webflow Data API, below `/webflow/v2`. */
export function webflowSimulator(control: Control, dataDir: string): Hono<SimulatorEnv> {
  const items = openShelf<Item>(dataDir, "webflow-items");
  const slugTaken = (slug: unknown, own?: string) =>
    items.list().some((item) => item.id !== own && !item.isArchived && item.fieldData["slug"] === slug);
  const create = (c: Context<SimulatorEnv>, live: boolean) => {
    const data = (c.var.fields["fieldData"] ?? {}) as Record<string, unknown>;
    const unknown = Object.keys(data).find((name) => !fields.some(({ slug }) => slug === name));
    if (unknown)
      return c.var.refuse(400, "Validation Error", { field: `${unknown}: Field not described in schema: undefined` });
    if (textIn(data, "name") === "") return c.var.refuse(400, "Validation Error", { field: "name: Value is required" });
    const slug = textIn(data, "slug") || slugOf(textIn(data, "name"));
    if (slugTaken(slug)) {
      return c.var.refuse(400, "Validation Error", { field: `slug: Unique value is already in database: '${slug}'` });
    }
    const id = `64${String(items.next()).padStart(22, "0")}`;
    const at = new Date().toISOString();
    const state = {
      isDraft: !live && c.var.fields["isDraft"] !== false,
      isArchived: false,
      lastPublished: live ? at : null,
    };
    const item = {
      id,
      collection: collection.id,
      ...state,
      createdOn: at,
      lastUpdated: at,
      fieldData: { ...data, slug },
    };
    return c.json(shown(items.put(item)), 202);
  };
  return simulate(control, { provider: "webflow", errorBody: webflowError, unknownPath: "Route not found" }, (app) => {
    const words = { family: "webflow" as const, missing: "Request not authorized", bad: "Request not authorized" };
    const token = (scope: string) =>
      requireToken(control, bearer, {
        ...words,
        scopes: [scope],
        scope: `OAuthForbidden: You are missing the following scopes - ${scope}`,
      });
    app.use(requireToken(control, bearer, words));
    app.get("/v2/token/authorized_by", (c) =>
      c.json({
        id: "545bbecb7bdd6769632504a7",
        email: "tester@example.com",
        firstName: "Leadmetrics",
        lastName: "Tester",
      }),
    );
    app.get("/v2/sites", token("sites:read"), (c) => c.json({ sites: [site] }));
    app.get("/v2/sites/:site/collections", token("cms:read"), (c) =>
      c.req.param("site") === site.id
        ? c.json({ collections: [collection] })
        : c.var.refuse(404, "Requested resource not found: The site cannot be found"),
    );
    app.use("/v2/collections/:collection/*", async (c, next) => {
      if (c.req.param("collection") !== collection.id)
        return c.var.refuse(404, "Requested resource not found: The collection cannot be found");
      await next();
      return undefined;
    });
    app.get("/v2/collections/:collection", token("cms:read"), (c) => c.json({ ...collection, fields }));
    app.get("/v2/collections/:collection/items", token("cms:read"), (c) => {
      const [limit, offset] = [Math.min(100, Number(c.req.query("limit") ?? 100)), Number(c.req.query("offset") ?? 0)];
      const slug = c.req.query("slug");
      const found = items.list().filter((item) => slug === undefined || item.fieldData["slug"] === slug);
      return c.json({
        items: found.slice(offset, offset + limit).map(shown),
        pagination: { limit, offset, total: found.length },
      });
    });
    app.post("/v2/collections/:collection/items", token("cms:write"), (c) => create(c, false));
    app.post("/v2/collections/:collection/items/live", token("cms:write"), (c) => create(c, true));
    app.post("/v2/collections/:collection/items/publish", token("cms:write"), (c) => {
      const ids = (c.var.fields["itemIds"] ?? []) as string[];
      const found = ids.flatMap((id) => items.get(id) ?? []);
      for (const item of found) items.put({ ...item, isDraft: false, lastPublished: new Date().toISOString() });
      const missing = ids.filter((id) => !found.some((item) => item.id === id));
      return c.json(
        { publishedItemIds: found.map(({ id }) => id), errors: missing.map((id) => `Item ${id} not found`) },
        202,
      );
    });
    app.get("/v2/collections/:collection/items/:item", token("cms:read"), (c) => {
      const item = items.get(c.req.param("item"));
      return item ? c.json(shown(item)) : c.var.refuse(404, "Requested resource not found: The item cannot be found");
    });
    app.patch("/v2/collections/:collection/items/:item", token("cms:write"), (c) => {
      const item = items.get(c.req.param("item"));
      if (!item) return c.var.refuse(404, "Requested resource not found: The item cannot be found");
      const data = { ...item.fieldData, ...(c.var.fields["fieldData"] as object) };
      return c.json(shown(items.put({ ...item, fieldData: data, lastUpdated: new Date().toISOString() })));
    });
  });
}

const webflowError: ErrorBody = (status, message, { code = names[status] ?? "internal_error", field } = {}) => {
  const [param = "", description] = field?.split(/: (.*)/s) ?? [];
  return { message, code, externalReference: null, details: field === undefined ? [] : [{ param, description }] };
};

function shown({ collection: _collection, ...item }: Item): object {
  return { ...item, cmsLocaleId: "653ad57de882f528b32e810e" };
}

function slugOf(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
}
