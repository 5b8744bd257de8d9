import { commands, type Declaration } from "#schema/isolation.ts";
import type { TableShape } from "#tests/support/rows/index.ts";

/** One wall taken down. `seenBy`: who must notice; the catalogue check notices each of them. */
export interface Mutation {
  what: string;
  sql: string;
  seenBy: "attack" | "owner" | "catalogue";
}

/** Every wall of a table, taken down one by one. */
export function mutationsOf(shape: TableShape, declared: Declaration): Mutation[] {
  const { name } = shape;
  const { scope, appendOnly, grants } = declared;
  const writes = (["insert", "update"] as const).some((verb) => grants.app.includes(verb));
  const reads = grants.app.includes("select");
  const policies: Mutation[] =
    scope === "tenant" || scope === "root"
      ? [
          { what: "policy dropped", sql: `drop policy tenant on ${name}`, seenBy: "attack" },
          {
            what: "row-level security disabled",
            sql: `alter table ${name} disable row level security`,
            seenBy: "attack",
          },
          {
            what: "row-level security not forced",
            sql: `alter table ${name} no force row level security`,
            seenBy: "owner",
          },
          {
            what: "policy lets everything through",
            sql: `alter policy tenant on ${name} using (true) with check (true)`,
            seenBy: "attack",
          },
          {
            what: "policy without a check of what is written",
            sql: `alter policy tenant on ${name} with check (true)`,
            seenBy: writes && scope === "tenant" ? "attack" : "catalogue",
          },
          {
            what: "a second policy beside it",
            sql: `create policy wide on ${name} for select to app using (true)`,
            seenBy: reads ? "attack" : "catalogue",
          },
          ...keyMutations(shape, scope === "tenant"),
        ]
      : [];
  const missing = commands.filter((verb) => !grants.app.includes(verb));
  const granting = missing.map((verb): Mutation => {
    return { what: `${verb} granted to app`, sql: `grant ${verb} on ${name} to app`, seenBy: "attack" };
  });
  const recording: Mutation[] = appendOnly
    ? [{ what: "append-only trigger dropped", sql: `drop trigger append_only on ${name}`, seenBy: "owner" }]
    : [];
  return [
    ...policies,
    ...boundMutations(name, declared),
    ...platformMutations(name, declared),
    ...granting,
    ...recording,
  ];
}

function keyMutations({ name, primaryKey, foreignKeys }: TableShape, keyed: boolean): Mutation[] {
  const crossing = foreignKeys.filter(({ columns, target }) => columns.includes("tenant_id") && target !== "tenants");
  const links = crossing.map((key): Mutation => {
    return {
      what: `foreign key ${key.name} dropped`,
      sql: `alter table ${name} drop constraint ${key.name}`,
      seenBy: "attack",
    };
  });
  const key = primaryKey.filter((column) => column !== "tenant_id").join(", ");
  if (!keyed || key === "") return links;
  return [
    ...links,
    { what: "a key over all tenants", sql: `create unique index on ${name} (${key})`, seenBy: "catalogue" },
  ];
}

function boundMutations(name: string, { scope, grants, tenantFrom }: Declaration): Mutation[] {
  if (scope !== "crossing" || grants.app.length === 0) return [];
  const policies = `do $$ declare p text; begin for p in select polname from pg_policy where polrelid = '${name}'::regclass and polroles = array['app'::regrole::oid]
    loop execute format('drop policy %I on ${name}', p); end loop; end $$; create policy open on ${name} to app using (true) with check (true)`;
  return [
    { what: "row-level security disabled", sql: `alter table ${name} disable row level security`, seenBy: "attack" },
    { what: "policy lets everything through", sql: policies, seenBy: "attack" },
    ...(tenantFrom
      ? []
      : [{ what: "policy dropped", sql: `${policies}; drop policy open on ${name}`, seenBy: "attack" } as const]),
  ];
}

function platformMutations(name: string, { scope, grants }: Declaration): Mutation[] {
  if (scope === "global") return [];
  return [
    { what: "the platform's policy dropped", sql: `drop policy platform on ${name}`, seenBy: "attack" },
    {
      what: "the platform's policy opened to app",
      sql: `alter policy platform on ${name} to platform, app`,
      seenBy: grants.app.length > 0 ? "attack" : "catalogue",
    },
  ];
}

/** Walls that stand for all tables at once. */
export const common: readonly Mutation[] = [
  { what: "app may bypass row-level security", sql: "alter role app bypassrls", seenBy: "attack" },
  { what: "platform may bypass row-level security", sql: "alter role platform bypassrls", seenBy: "catalogue" },
  { what: "app is a member of platform", sql: "grant platform to app", seenBy: "catalogue" },
  {
    what: "the setting is not asked",
    sql: "create or replace function current_tenants() returns text[] language sql stable as $$ select array_agg(id) from tenants $$; alter table tenants disable row level security",
    seenBy: "attack",
  },
  {
    what: "a table nobody declared",
    sql: "create table stray (tenant_id text not null, id text not null, primary key (tenant_id, id))",
    seenBy: "catalogue",
  },
  {
    what: "a view over a table of tenants",
    sql: "create view all_posts as select * from blog_posts; grant select on all_posts to app",
    seenBy: "catalogue",
  },
  {
    what: "a function with its owner's rights",
    sql: "create function peek() returns bigint language sql security definer as $$ select count(*) from blog_posts $$",
    seenBy: "catalogue",
  },
  {
    what: "a foreign key without the tenant",
    sql: `create unique index stray_key on blog_posts (id); alter table blog_requests add constraint stray_fk foreign key (blog_post_id) references blog_posts (id)`,
    seenBy: "catalogue",
  },
  {
    what: "a column of people that is none of the tenants' business",
    sql: "grant select (phone) on users to app",
    seenBy: "catalogue",
  },
];
