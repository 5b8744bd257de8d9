import { type Statement, statementsOf, topLevelParts } from "./sql-statements.ts";

/** What a migration file must not do to a database that serves traffic, as one sentence each; empty when it is fine. */
export function breaches(file: string, script: string): string[] {
  const name = /^\d{4}_[a-z0-9_]+(\.online)?\.sql$/.exec(file);
  if (!name) return [`${file}: the name must be NNNN_<what>.sql or NNNN_<what>.online.sql.`];
  const statements = statementsOf(script);
  const own = new Set(statements.flatMap(({ text }) => /^create table (?:if not exists )?(\w+)/.exec(text)?.[1] ?? []));
  const found = statements.flatMap((statement) => {
    if (name[1]) return online(statement);
    const general = everywhere(statement);
    return general.length > 0 ? general : [...onTable(statement, own), ...validated(statement, statements)];
  });
  return found.map((sentence) => `${file}: ${sentence}`);
}

function online({ text }: Statement): string[] {
  if (/^create (unique )?index concurrently if not exists \w+ on \w+/.test(text)) return [];
  return [`an online file only holds "create index concurrently if not exists <name> on …": ${excerpt(text)}`];
}

/** What no migration does, whatever the table. */
function everywhere({ text, comments }: Statement): string[] {
  if (/^(begin|start transaction|commit|end|rollback|savepoint)\b/.test(text))
    return ["the runner opens and closes the transaction."];
  if (/\bconcurrently\b/.test(text)) return [`"concurrently" belongs to a file of its own, NNNN_<what>.online.sql.`];
  if (/^(vacuum|cluster|reindex|truncate|lock|refresh|alter system)\b/.test(text))
    return [`"${text.split(" ")[0]}" holds its lock too long.`];
  const contracts = /^drop (table|view|schema)\b/.test(text) || /^alter \w+ .*\b(rename|drop column)\b/.test(text);
  if (contracts && !/contract:/.test(comments))
    return [`versions that still run use what this removes; expand first, then say "-- contract: …": ${excerpt(text)}`];
  return [];
}

/** What is not done to a table that earlier migrations made, since it may be large and busy. */
function onTable({ text }: Statement, own: ReadonlySet<string>): string[] {
  const index = /^create (?:unique )?index (?:if not exists )?(?:\w+ )?on (?:only )?(\w+)/.exec(text);
  if (index?.[1] && !own.has(index[1]))
    return [`an index on ${index[1]} stops its writers while it is built; move it to an online file.`];
  const write = /^(?:update|delete from) (?:only )?(\w+)/.exec(text);
  if (write?.[1] && !own.has(write[1]) && !/\bwhere\b/.test(text))
    return [`a change of every row of ${write[1]} needs a where.`];
  const alter = /^alter table (?:only |if exists )*(\w+) (.*)$/.exec(text);
  if (!alter?.[1] || own.has(alter[1])) return [];
  const table = alter[1];
  return topLevelParts(alter[2] ?? "").flatMap((action) => alteration(action).map((why) => `${table}: ${why}`));
}

function alteration(action: string): string[] {
  const quoted = `"${excerpt(action)}"`;
  if (/^add (constraint \w+ )?(check|foreign key)\b/.test(action))
    return action.endsWith("not valid")
      ? []
      : [`${quoted} reads every row under a lock; add "not valid" and validate in a later file.`];
  if (/^add (constraint \w+ )?(unique|primary key|exclude)\b/.test(action))
    return /\busing index\b/.test(action)
      ? []
      : [`${quoted} builds an index under a lock; build it in an online file.`];
  if (/^add (column )?/.test(action)) return column(action, quoted);
  if (/^alter (column )?\w+ (set data )?type\b/.test(action))
    return [`${quoted} rewrites the table; add a new column.`];
  if (/^alter (column )?\w+ set not null/.test(action))
    return [`${quoted} reads every row under a lock; add a check "is not null" as not valid.`];
  return [];
}

function column(action: string, quoted: string): string[] {
  if (/\b(references|check|unique|primary key)\b/.test(action.replaceAll(/'(?:[^']|'')*'/g, "")))
    return [`${quoted} reads or locks the table; add the constraint on its own as "not valid".`];
  if (/\b(generated|serial|bigserial|random\(\)|gen_random_uuid\(\)|clock_timestamp\(\))/.test(action))
    return [`${quoted} rewrites the table; add the column without it.`];
  if (/\bnot null\b/.test(action) && !/\bdefault\b/.test(action))
    return [`${quoted} has no default for the rows and the versions that do not know it.`];
  return [];
}

function validated({ text }: Statement, all: readonly Statement[]): string[] {
  const name = /\bvalidate constraint (\w+)/.exec(text)?.[1];
  if (!name || !all.some((other) => other.text.includes(`add constraint ${name} `))) return [];
  return [`${name} is validated in the file that adds it, under the same lock; validate it in a later file.`];
}

function excerpt(text: string): string {
  return text.length > 90 ? `${text.slice(0, 87)}…` : text;
}
