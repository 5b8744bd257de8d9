import { describe, expect, test } from "vitest";
import { breaches } from "#localstack/migration-rules.ts";
import { statementsOf } from "#localstack/sql-statements.ts";

const plain = (script: string) => breaches("0999_case.sql", script);

describe("a migration is refused when it", () => {
  const refused = [
    ["has a name without number", () => breaches("case.sql", "select 1;")],
    ["closes its transaction", () => plain("select 1; commit;")],
    ["builds concurrently inside a transaction", () => plain("create index concurrently on goals (id);")],
    ["empties a table", () => plain("truncate activities;")],
    ["drops a column", () => plain("alter table activities drop column title;")],
    ["renames a column", () => plain("alter table activities rename column title to name;")],
    ["drops a table", () => plain("drop table activities;")],
    ["builds an index on an earlier table", () => plain("create unique index on activities (tenant_id, ref);")],
    ["adds a column that old versions cannot fill", () => plain("alter table activities add column x text not null;")],
    ["adds a checked column to an earlier table", () => plain("alter table activities add x text check (x <> '');")],
    ["adds a pointing column to an earlier table", () => plain("alter table a add column x text references b (id);")],
    ["rewrites a table", () => plain("alter table activities add column x uuid default gen_random_uuid();")],
    ["changes a type", () => plain("alter table activities alter column title type varchar(9);")],
    ["forbids nulls under a lock", () => plain("alter table activities alter title set not null;")],
    ["checks every row under a lock", () => plain("alter table activities add constraint c check (title <> '');")],
    ["checks every reference under a lock", () => plain("alter table a add foreign key (x) references b (id);")],
    ["builds a unique key under a lock", () => plain("alter table a add column y int, add unique (tenant_id, y);")],
    [
      "validates where it adds",
      () => plain("alter table a add constraint c check (x > 0) not valid; alter table a validate constraint c;"),
    ],
    ["changes every row", () => plain("update activities set title = 'x';")],
    ["mixes online work with other work", () => breaches("0999_x.online.sql", "select 1;")],
    [
      "names no index that could be looked for",
      () => breaches("0999_x.online.sql", "create index concurrently on a (b);"),
    ],
  ] as const;
  test.each(refused)("%s", (_, found) => {
    expect(found()).toHaveLength(1);
  });
});

describe("a migration may", () => {
  const fine = [
    ["do anything with a table of its own", "create table a (id text check (id <> '')); create index on a (id);"],
    ["expand an earlier table", "alter table activities add column x text not null default 'a', add y int;"],
    ["add a rule for rows to come", "alter table activities add constraint c check (x in ('a', 'b')) not valid;"],
    ["validate what an earlier file added", "alter table activities validate constraint c;"],
    ["widen a closed set", "alter table a drop constraint c, add constraint c check (x in ('a', 'b')) not valid;"],
    ["fill a new column where it is empty", "update activities set x = 'a' where x is null;"],
    ["write functions that speak of anything", "create function f() returns void language sql as $$ truncate a; $$;"],
    ["contract what says since when it is unused", "-- contract: unused since 0050\nalter table a drop column x;"],
  ] as const;
  test.each(fine)("%s", (_, script) => {
    expect(plain(script)).toEqual([]);
  });

  test("build indexes online in a file of their own", () => {
    const script = "-- why\ncreate index concurrently if not exists a_b on a (b);\n";
    expect(breaches("0999_a.online.sql", script)).toEqual([]);
  });
});

test("statements are found between comments, literals and bodies", () => {
  const script =
    "-- one; two\nselect 'a;b', \"C;d\"; create function f() as $x$ begin; end; $x$ language sql;\n/* ; */";
  expect(statementsOf(script)).toEqual([
    { text: "select 'a;b', \"C;d\"", comments: "-- one; two" },
    { text: "create function f() as $body$ language sql", comments: "" },
  ]);
});
