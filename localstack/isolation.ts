import { Client, type ClientBase } from "pg";
import { commands, type Declaration, databaseRoles, definerFunctions, isolation } from "#schema/isolation.ts";

const inSchema = "c.relnamespace = 'public'::regnamespace and c.relname not like 'schema\\_migrations%'";
const own = (column: string) => `(${column} = ANY (( SELECT current_tenants() AS current_tenants)::text[]))`;

interface Table {
  name: string;
  partition: boolean;
  secured: boolean;
  forced: boolean;
  tenant: "required" | "optional" | null;
  refuses: boolean;
  /** How long its rows are kept, as the trigger has it. */
  keeps: string | null;
  [role: string]: string | boolean | string[] | null;
}

/** `isolationFaults` of the database behind a URL. */
export async function isolationDrift(url: string): Promise<string[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  return isolationFaults(client).finally(() => client.end());
}

/**
 * Where a migrated database differs from `schema/isolation.ts` and from the rules all tables follow, one sentence each.
 * Reads catalogues only; the client may be any role that sees them.
 */
export async function isolationFaults(client: ClientBase): Promise<string[]> {
  const tables = await readTables(client);
  const names = new Set(tables.map(({ name }) => name));
  const missing = Object.keys(isolation).filter((name) => !names.has(name));
  const perTable = tables.flatMap((table) => {
    const declared = isolation[table.name];
    if (table.partition) return partitionFaults(table);
    return declared
      ? tableFaults(table, declared)
      : [`${table.name} is not declared: add a line to schema/isolation.ts`];
  });
  return [
    ...missing.map((name) => `${name} is declared in schema/isolation.ts but no migration makes it`),
    ...perTable,
    ...(await columnFaults(client)),
    ...(await policyFaults(client, tables)),
    ...(await keyFaults(client)),
    ...(await bypassFaults(client)),
  ];
}

async function readTables(client: ClientBase): Promise<Table[]> {
  const privileges = databaseRoles.flatMap((role) => {
    const held = commands.map((verb) => `has_table_privilege('${role}', c.oid, '${verb}')`);
    const byColumn = ["select", "insert", "update"].map(
      (verb) => `has_any_column_privilege('${role}', c.oid, '${verb}')`,
    );
    const other = ["truncate", "references", "trigger"].map(
      (verb) => `has_table_privilege('${role}', c.oid, '${verb}')`,
    );
    return [
      `array_remove(array[${commands.map((verb, at) => `case when ${byColumn[at] ?? held[at]} then '${verb}' end`).join(", ")}], null) as "${role}"`,
      `(${other.join(" or ")}) as "${role}More"`,
    ];
  });
  const { rows } = await client.query<Table>(
    `select c.relname as name, c.relispartition as partition, c.relrowsecurity as secured, c.relforcerowsecurity as forced,
        (select case when a.attnotnull then 'required' else 'optional' end from pg_attribute a
          where a.attrelid = c.oid and a.attname = 'tenant_id') as tenant,
        exists (select 1 from pg_trigger t join pg_proc p on p.oid = t.tgfoid
          where t.tgrelid = c.oid and p.proname = 'refuse_change' and t.tgenabled in ('O', 'A')
            and t.tgtype & 27 = 27) as refuses,
        (select trim(trailing from encode(t.tgargs, 'escape'), '\\000') from pg_trigger t join pg_proc p on p.oid = t.tgfoid
          where t.tgrelid = c.oid and p.proname = 'refuse_change' and t.tgnargs = 1) as keeps,
        ${privileges.join(", ")}
      from pg_class c where ${inSchema} and c.relkind in ('r', 'p') order by 1`,
  );
  return rows;
}

function tableFaults(table: Table, declared: Declaration): string[] {
  const { name } = table;
  const faults: string[] = [];
  for (const role of databaseRoles) {
    const [held, wanted] = [table[role] as string[], declared.grants[role]];
    if (held.join() !== wanted.join())
      faults.push(
        `${name}: ${role} may ${held.join(", ") || "nothing"}, declared is ${wanted.join(", ") || "nothing"}`,
      );
    if (table[`${role}More`]) faults.push(`${name}: ${role} may truncate, reference or attach triggers`);
  }
  const hasTenant = {
    tenant: "required",
    root: null,
    global: null,
    crossing: declared.tenantFrom ? null : (table.tenant ?? "missing"),
  }[declared.scope];
  if (table.tenant !== hasTenant)
    faults.push(`${name}: declared ${declared.scope}, but tenant_id is ${table.tenant ?? "missing"}`);
  if (declared.scope !== "global" && !(table.secured && table.forced))
    faults.push(`${name}: row-level security is not enabled and forced`);
  if (declared.appendOnly !== table.refuses)
    faults.push(
      `${name}: ${declared.appendOnly ? "declared append-only without" : "has an undeclared"} trigger refuse_change()`,
    );
  const keeps = declared.keepDays === undefined ? null : `${declared.keepDays} days`;
  if (table.keeps !== keeps)
    faults.push(`${name}: rows are kept ${table.keeps ?? "for ever"}, declared is ${keeps ?? "for ever"}`);
  return faults;
}

// Rows of a partition are reached through its parent; by its own name it has no policies, so nobody may use that.
function partitionFaults(table: Table): string[] {
  const reached = databaseRoles.filter((role) => (table[role] as string[]).length > 0);
  return reached.map((role) => `${table.name} is a partition that ${role} may reach directly`);
}

async function columnFaults(client: ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ name: string; role: "app"; columns: string[] }>(
    `select c.relname as name, r.role, array_agg(a.attname::text order by a.attname::text) as columns
      from pg_class c cross join unnest($1::text[]) as r(role) join pg_attribute a on a.attrelid = c.oid and a.attnum > 0
      where ${inSchema} and c.relkind in ('r', 'p') and not has_table_privilege(r.role, c.oid, 'select')
        and has_column_privilege(r.role, c.oid, a.attnum, 'select') group by 1, 2`,
    [databaseRoles],
  );
  const found = new Map<string, string>(
    rows.map(({ name, role, columns }) => [`${name}: ${role}`, columns.join(", ")]),
  );
  const declared = new Map<string, string>(
    Object.entries(isolation).flatMap(([name, { columns = {} }]) => {
      return Object.entries(columns).map(([role, list]) => [`${name}: ${role}`, [...list].sort().join(", ")] as const);
    }),
  );
  return [...new Set([...found.keys(), ...declared.keys()])]
    .filter((key) => found.get(key) !== declared.get(key))
    .map((key) => `${key} may read columns ${found.get(key) ?? "none"}; declared ${declared.get(key) ?? "none"}`);
}

/**
 * Each table of tenants has exactly the one policy of `isolate_table()`; others only open it to the auth role. Where there are
 * policies at all, one of them lets the platform role through, and nobody else.
 */
async function policyFaults(client: ClientBase, tables: readonly Table[]): Promise<string[]> {
  const { rows } = await client.query<{ name: string; policy: string; roles: string[]; text: string }>(
    `select c.relname as name, p.polname as policy, p.polroles::regrole[]::text[] as roles,
        concat_ws(' ', p.polcmd, p.polpermissive, pg_get_expr(p.polqual, c.oid), pg_get_expr(p.polwithcheck, c.oid)) as text
      from pg_class c join pg_policy p on p.polrelid = c.oid where ${inSchema}`,
  );
  const faults: string[] = [];
  for (const { name } of tables.filter(({ secured, partition }) => secured && !partition)) {
    const forPlatform = rows.filter((row) => row.name === name && row.roles.includes("platform"));
    if (forPlatform.length !== 1 || forPlatform[0]?.roles.length !== 1 || forPlatform[0].text !== "* t true true")
      faults.push(`${name}: has not exactly the one policy that lets the platform role through`);
  }
  for (const [name, { scope, grants }] of Object.entries(isolation)) {
    const policies = rows.filter((row) => row.name === name);
    for (const { policy } of policies.filter(({ roles }) => roles.join() === "auth" && grants.auth.length === 0))
      faults.push(`${name}: policy ${policy} opens the table to auth, which is not declared`);
    if (scope !== "tenant" && scope !== "root") continue;
    const column = own(scope === "root" ? "id" : "tenant_id");
    const bounding = policies.filter(({ roles }) => roles.join() !== "auth" && roles.join() !== "platform");
    if (bounding.length !== 1 || bounding[0]?.text !== `* t ${column} ${column}`)
      faults.push(`${name}: has not exactly the one policy that isolate_table() makes`);
  }
  return faults;
}

/** Keys that would let a row, or the answer to a conflict, reach across tenants. */
async function keyFaults(client: ClientBase): Promise<string[]> {
  const tenantTables = Object.keys(isolation).filter((name) => isolation[name]?.scope === "tenant");
  const { rows } = await client.query<{ fault: string }>(
    `with t as (select c.oid, c.relname, a.attnum from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id'
        where ${inSchema} and c.relkind in ('r', 'p'))
      select relname || ': the primary key does not begin with tenant_id' as fault from t
        where relname = any($1) and not exists (select 1 from pg_index i
          where i.indrelid = t.oid and i.indisprimary and i.indkey[0] = t.attnum)
      union all
      select relname || ': the unique key ' || i.indexrelid::regclass || ' lacks tenant_id' from t
        join pg_index i on i.indrelid = t.oid and i.indisunique and not t.attnum = any(i.indkey::int2[]) where relname = any($1)
      union all
      select h.relname || ': the foreign key ' || k.conname || ' to ' || there.relname || ' does not carry tenant_id' from pg_constraint k
        join t h on h.oid = k.conrelid join t there on there.oid = k.confrelid
        where k.contype = 'f' and k.conparentid = 0 and not exists (select 1 from unnest(k.conkey, k.confkey) as pair(a, b)
          where pair.a = h.attnum and pair.b = there.attnum)
      union all
      select relname || ': the foreign key ' || k.conname || ' leaves the rows of tenants' from t
        join pg_constraint k on k.conrelid = t.oid and k.contype = 'f' and t.attnum = any(k.conkey)
        where k.confrelid <> 'tenants'::regclass and not exists (select 1 from t there where there.oid = k.confrelid)`,
    [tenantTables],
  );
  return rows.map(({ fault }) => fault);
}

/** Ways round the policies: roles, views, and functions with their owner's rights. */
async function bypassFaults(client: ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ fault: string }>(
    `select 'role ' || rolname || ' has more rights than it serves with' as fault from pg_roles r
        where rolname = any($1) and (rolsuper or rolcreaterole or rolcreatedb or rolreplication or rolbypassrls
          or exists (select 1 from pg_auth_members m where m.member = r.oid)
          or exists (select 1 from pg_class c where c.relowner = r.oid))
      union all
      select 'view ' || c.relname || ' is not covered by a declaration' from pg_class c where ${inSchema} and c.relkind in ('v', 'm', 'f')
      union all
      select 'function ' || p.proname || ' runs with its owner''s rights: declare it in definerFunctions, with a fixed search_path'
        from pg_proc p where p.pronamespace = 'public'::regnamespace and p.prosecdef and p.prokind = 'f'
          and not exists (select 1 from pg_depend d where d.objid = p.oid and d.deptype = 'e')
          and not (p.proname = any($2) and exists (select 1 from unnest(p.proconfig) s where s like 'search_path=%'))`,
    [databaseRoles, definerFunctions],
  );
  return rows.map(({ fault }) => fault);
}
