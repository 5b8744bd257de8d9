import type { Context, Hono } from "hono";
import type { Control } from "./control.ts";
import type { SimulatorEnv } from "./door.ts";
import { type CrmObject, hubspotError, paged, pageOf, shown } from "./hubspot-shape.ts";
import { openShelf } from "./shelf.ts";
import { bearer, requireToken, simulate, textIn } from "./simulate.ts";

interface Form {
  id: string;
  account: string;
  name: string;
}
interface Submission {
  id: string;
  account: string;
  formId: string;
  submittedAt: number;
  values: { name: string; value: string }[];
  pageUrl: string;
}
interface Filter {
  propertyName: string;
  operator: string;
  value?: string;
}

const kinds = ["contacts", "deals"] as const;
const standard = "62515";

/**
 * Contacts and deals of the CRM v3, their associations, forms and submissions, below `/hubspot`. Each account (the portal id that a
 * token was granted for) has things of its own; a made-up token belongs to the standard one.
 */
export function hubspotSimulator(control: Control, dataDir: string): Hono<SimulatorEnv> {
  const objects = openShelf<CrmObject>(dataDir, "hubspot-objects");
  const forms = openShelf<Form>(dataDir, "hubspot-forms");
  const submissions = openShelf<Submission>(dataDir, "hubspot-submissions");
  const account = (c: Context<SimulatorEnv>): string => {
    const known = control.tokens.read(bearer(c) ?? "");
    return (known.state === "alive" ? known.grant.account : undefined) ?? standard;
  };
  const token = requireToken(control, bearer, {
    family: "hubspot",
    missing: "Authentication credentials not found. This API supports OAuth 2.0 authentication.",
    bad: "The OAuth token used to make this call expired or is not valid.",
  });
  const ofAccount = (c: Context<SimulatorEnv>, kind: CrmObject["kind"]) =>
    objects
      .list()
      .filter((one) => one.kind === kind && one.account === account(c))
      .toSorted((a, b) => Number(a.id) - Number(b.id));
  const keep = (
    c: Context<SimulatorEnv>,
    kind: CrmObject["kind"],
    given: Record<string, unknown>,
    known?: CrmObject,
  ) => {
    const now = new Date().toISOString();
    const { properties = {}, associations = [] } = given as {
      properties?: Record<string, string>;
      associations?: { to: { id: string } }[];
    };
    return objects.put({
      ...{ id: known?.id ?? String(100 + objects.next()), account: account(c), kind },
      ...{ createdAt: known?.createdAt ?? now, updatedAt: now },
      properties: { ...known?.properties, ...properties },
      linked: [...(known?.linked ?? []), ...associations.map(({ to }) => String(to.id))],
    });
  };

  return simulate(control, { provider: "hubspot", errorBody: hubspotError }, (app) => {
    app.use(token);
    for (const kind of kinds) {
      const base = `/crm/v3/objects/${kind}`;
      app.get(base, (c) => {
        const asked = (c.req.query("properties") ?? "").split(",").filter(Boolean);
        const { results, ...rest } = paged(ofAccount(c, kind), pageOf(c, 100));
        return c.json({ results: results.map((one) => shown(one, asked)), ...rest });
      });
      app.post(base, (c) => c.json(shown(keep(c, kind, c.var.fields), Object.keys(properties(c))), 201));
      app.post(`${base}/batch/create`, (c) => {
        const inputs = (c.var.fields["inputs"] ?? []) as Record<string, unknown>[];
        const results = inputs.slice(0, 100).map((input) => shown(keep(c, kind, input), []));
        return c.json({ status: "COMPLETE", results }, 201);
      });
      app.post(`${base}/search`, (c) => {
        const { limit, after } = pageOf(c, 200);
        // The search shows its first ten thousand results and no more.
        if (Number(after) + limit > 10_000) return c.var.refuse(400, "paging limit of 10000 exceeded");
        const found = searched(ofAccount(c, kind), c.var.fields);
        const { results, ...rest } = paged(found, { limit, after });
        const asked = (c.var.fields["properties"] ?? []) as string[];
        return c.json({ total: found.length, results: results.map((one) => shown(one, asked)), ...rest });
      });
      app.patch(`${base}/:id`, (c) => {
        const known = ofAccount(c, kind).find(({ id }) => id === c.req.param("id"));
        return known ? c.json(shown(keep(c, kind, c.var.fields, known), [])) : c.var.refuse(404, "resource not found");
      });
    }
    app.post("/crm/v4/associations/deals/contacts/batch/read", (c) => {
      const ids = ((c.var.fields["inputs"] ?? []) as { id: string }[]).map(({ id }) => String(id));
      const found = ofAccount(c, "deals").filter(({ id, linked }) => ids.includes(id) && linked.length > 0);
      const results = found.map(({ id, linked }) => ({
        from: { id },
        to: linked.map((to) => ({
          toObjectId: Number(to),
          associationTypes: [{ category: "HUBSPOT_DEFINED", typeId: 3 }],
        })),
      }));
      return c.json({ status: "COMPLETE", results });
    });
    app.get("/marketing/v3/forms", (c) => {
      const own = forms
        .list()
        .filter((form) => form.account === account(c))
        .toReversed();
      const { results, ...rest } = paged(own, pageOf(c, 100));
      return c.json({
        results: results.map(({ id, name }) => ({ id, name, formType: "hubspot", archived: false })),
        ...rest,
      });
    });
    app.post("/marketing/v3/forms", (c) => {
      const id = `f0f0f0f0-0000-4000-8000-${String(forms.next()).padStart(12, "0")}`;
      const form = forms.put({ id, account: account(c), name: textIn(c.var.fields, "name") });
      return c.json({ id: form.id, name: form.name, formType: "hubspot" }, 201);
    });
    app.get("/form-integrations/v1/submissions/forms/:form", (c) => {
      const own = submissions.list().filter((one) => one.account === account(c) && one.formId === c.req.param("form"));
      const { results, ...rest } = paged(own, pageOf(c, 50));
      return c.json({
        results: results.map(({ submittedAt, values, pageUrl }) => ({ submittedAt, values, pageUrl })),
        ...rest,
      });
    });
    app.post("/submissions/v3/integration/secure/submit/:portal/:form", (c) => {
      const { fields = [], context } = c.var.fields as {
        fields?: { name: string; value: string }[];
        context?: { pageUri?: string };
      };
      const at = { submittedAt: Date.now(), pageUrl: context?.pageUri ?? "" };
      const of = { account: account(c), formId: c.req.param("form") };
      submissions.put({ id: String(submissions.next()), ...of, ...at, values: fields });
      return c.json({ inlineMessage: "Thanks for submitting the form." });
    });
  });
}

function properties(c: Context<SimulatorEnv>): Record<string, string> {
  return (c.var.fields["properties"] ?? {}) as Record<string, string>;
}

function searched(all: readonly CrmObject[], asked: Record<string, unknown>): CrmObject[] {
  const groups = (asked["filterGroups"] ?? []) as { filters: Filter[] }[];
  const fits = (one: CrmObject) =>
    groups.length === 0 || groups.some(({ filters }) => filters.every((filter) => passes(one, filter)));
  const [sort] = (asked["sorts"] ?? []) as { direction?: string }[];
  const order = sort?.direction === "DESCENDING" ? -1 : 1;
  return all.filter(fits).toSorted((a, b) => order * (Date.parse(a.updatedAt) - Date.parse(b.updatedAt)));
}

function passes(one: CrmObject, { propertyName, operator, value = "" }: Filter): boolean {
  const isTime = propertyName.endsWith("lastmodifieddate");
  const own = isTime ? Date.parse(one.updatedAt) : (one.properties[propertyName] ?? "");
  const wanted = isTime ? Number(value) : value;
  if (operator === "EQ") return own === wanted;
  if (operator === "GTE") return own >= wanted;
  return operator === "HAS_PROPERTY" ? own !== "" : false;
}
