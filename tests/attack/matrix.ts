import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { root } from "#localstack/paths.ts";
import { fail, line } from "#localstack/terminal.ts";
import {
  commands,
  type Declaration,
  databaseRoles,
  type Identity,
  identities,
  isolation,
  promised,
} from "#schema/isolation.ts";
import { liveEvents } from "#schema/live.ts";
import { queueNames } from "#schema/queues.ts";
import { surfaces } from "#schema/surfaces.ts";
import { expectations, namesThings } from "./catalogue.ts";
import { common } from "./database/mutations.ts";
import { references } from "./references.ts";
import { storeAttacks } from "./stores/index.ts";
import { codeMutations } from "./stores/mutations.ts";

// The page is made from the same lists that the attack tests walk through, so that it cannot promise what is not attacked.
const target = join(root, "docs/security/isolation.md");
const tables = Object.entries(isolation);
const routes = Object.entries(expectations);
const carried = Object.values(references).filter((reference) => typeof reference !== "string");

function row(cells: readonly (string | number)[]): string {
  return `| ${cells.join(" | ")} |`;
}

function grid(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  return [row(head), row(head.map(() => "---")), ...rows.map(row)].join("\n");
}

function counts(): string {
  const scoped = (scope: Declaration["scope"]) => tables.filter(([, declared]) => declared.scope === scope).length;
  const naming = routes.filter(([, expected]) => namesThings(expected)).length;
  return grid(
    ["attacked", "count"],
    [
      ["tables", tables.length],
      ["— of tenants, row-level security forced", scoped("tenant") + scoped("root")],
      ["— of the platform that may name a tenant", scoped("crossing")],
      ["— that hold nothing of a tenant", scoped("global")],
      ["— append-only, by trigger and by grant", tables.filter(([, declared]) => declared.appendOnly).length],
      ["identities that try each command on each table", Object.keys(identities).length],
      ["routes", routes.length],
      ["— that need a sign-in or key", routes.filter(([, { may }]) => may !== "public").length],
      ["— called with another tenant's ids in the path", naming],
      ["— ids in bodies and queries, each another tenant's once", carried.length],
      ["queues", queueNames.length],
      ["kinds of live event, over streams and gateway rooms", Object.keys(liveEvents).length],
      ["stores and doors beside the tables", Object.keys(storeAttacks).length],
      ["checks taken out of the code once", codeMutations.length],
    ],
  );
}

const words = { allowed: "yes", "no rows": "finds nothing", refused: "no" } as const;

function promises(): string {
  const kinds: readonly [string, Declaration][] = [
    ["changing rows", sample("tenant", false)],
    ["records", sample("tenant", true)],
    ["platform rows", sample("crossing", false)],
  ];
  const cell = (who: Identity, declared: Declaration) => {
    return commands.map((verb) => `${verb}: ${words[promised(who, declared, verb)]}`).join("<br>");
  };
  const head = ["identity", "database role", ...kinds.map(([kind, declared]) => `${kind}, as \`${nameOf(declared)}\``)];
  const body = (Object.keys(identities) as Identity[]).map((who) => {
    return [who, `\`${identities[who].role}\``, ...kinds.map(([, declared]) => cell(who, declared))];
  });
  return grid(head, body);
}

function sample(scope: Declaration["scope"], appendOnly: boolean): Declaration {
  const found = tables.find(
    ([, one]) => one.scope === scope && one.appendOnly === appendOnly && one.grants.app.length > 0,
  );
  if (!found) throw new Error(`there is no table of scope ${scope}`);
  return found[1];
}

function nameOf(declared: Declaration): string {
  return tables.find(([, one]) => one === declared)?.[0] ?? "";
}

function tableList(): string {
  const letters = (declared: Declaration, role: (typeof databaseRoles)[number]) => {
    return declared.grants[role].map((verb) => verb[0]).join("") || "–";
  };
  const rows = tables.map(([name, declared]) => {
    const kind = declared.appendOnly ? `${declared.scope}, append-only` : declared.scope;
    return [`\`${name}\``, kind, ...databaseRoles.map((role) => letters(declared, role))];
  });
  return grid(["table", "kind", ...databaseRoles.map((role) => `\`${role}\``)], rows);
}

function surfaceList(): string {
  const rows = Object.entries(surfaces).map(([name, { prefix }]) => {
    const served = routes.filter(([route]) => route.split(" ")[1]?.startsWith(prefix));
    const open = served.filter(([, { may }]) => may === "public").length;
    return [name, `\`${prefix}\``, served.length, open, served.filter(([, expected]) => namesThings(expected)).length];
  });
  return grid(["surface", "prefix", "routes", "open to anybody", "name things in the path"], rows);
}

function mutationList(): string {
  const walls = [
    [
      "each table of tenants: its policy dropped, widened, left without a check, doubled; row-level security disabled or not forced",
      "rows",
    ],
    ["each foreign key between tables of tenants: dropped", "rows"],
    ["each table with policies: the platform's one dropped, or opened to `app`", "rows"],
    ["each table: every command that `app` does not hold, granted", "rows"],
    ["each append-only table: its trigger dropped", "rows"],
    ["each table of tenants: a key over all tenants", "catalogue"],
    ...common.map(({ what, seenBy }) => [what, seenBy === "catalogue" ? "catalogue" : "rows"]),
  ];
  return grid(
    ["taken down", "noticed by the attack on"],
    [...walls, ...codeMutations.map(({ what, seenBy }) => [what, seenBy])],
  );
}

const page = `# Isolation of tenants

What each identity may reach, and what is tried against it. This page is made by \`npm run isolation:matrix\` from the lists that the
tests in \`tests/attack/\` walk through; \`npm run verify\` fails when it is not in step, when a table has no line in
\`schema/isolation.ts\`, or when a migrated database differs from that line.

## What is attacked

${counts()}

Each table is filled for two tenants with rows made from what the database itself says about it. Then each identity tries to read, insert,
change, remove, overwrite and give away a row, to read beyond its own tenants, and to tie a row to another tenant's. What must come of
it is computed from the declaration; the tests try what is allowed as well as what is not.

## What each identity may do

With rows of one tenant, for the three kinds of tables:

${promises()}

## Routes

Each route is called without a sign-in, with a forged token, by every role, and with ids of another tenant in its path, query and body.
Another tenant's thing is \`request.not_found\`.

${surfaceList()}

## Walls taken down

Each of these was taken down, one at a time, and turned the attack red; the tests do it in every run.

${mutationList()}

## Tables

s(elect) i(nsert) u(pdate) d(elete).

${tableList()}
`;

if (process.argv.includes("--check")) {
  const kept = readFileSync(target, "utf8");
  if (kept !== page) {
    fail("docs/security/isolation.md does not fit the declarations. Run npm run isolation:matrix.");
    process.exitCode = 1;
  }
} else {
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, page);
  line("docs/security/isolation.md is up to date.");
}
process.exit();
