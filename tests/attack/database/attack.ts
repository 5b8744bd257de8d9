import { type Declaration, type Identity, identities } from "#schema/isolation.ts";
import type { RowMaker } from "#tests/support/rows/index.ts";
import { type Attempt, attemptsOn, outcomeOf, referencesFrom, where } from "./attempts.ts";
import { type Attacker, own, type Runner } from "./identities.ts";

/** Everything that is tried on one table. Made once, tried by many. */
export interface Attack {
  table: string;
  declared: Declaration;
  attempts: Attempt[];
  references: { key: string; statements: string[] }[];
  /** Statements of the tables' owner that the table itself refuses, and the answer it gives. */
  owner: { what: string; statement: string; answer: string }[];
}

/** What came out otherwise than declared. */
export interface Breach {
  table: string;
  who: Attacker;
  what: string;
  expected: string;
  found: string;
}

/** Prepares the attack on a table; rows of it and of all it refers to stand afterwards. */
export async function prepareAttack(maker: RowMaker, table: string, declared: Declaration): Promise<Attack> {
  const attempts = await attemptsOn(maker, table, declared);
  const references = await referencesFrom(maker, table);
  const at = where(maker.shapes.get(table) ?? raise(table), await maker.row(table, own));
  const bounded = declared.scope === "tenant" || declared.scope === "root";
  const column = declared.scope === "root" ? "id" : "tenant_id";
  const owner = [
    ...(bounded
      ? [{ what: "scan", statement: `select 1 from "${table}" where "${column}" <> '${own}'`, answer: "rows:0" }]
      : []),
    ...(declared.appendOnly
      ? [
          { what: "update", statement: `update "${table}" set created_at = created_at where ${at}`, answer: "23001" },
          { what: "delete", statement: `delete from "${table}" where ${at}`, answer: "23001" },
        ]
      : []),
  ];
  return { table, declared, attempts, references, owner };
}

/** Tries everything as everybody and tells, one by one, what was not as declared. */
export async function* breachesOf(attack: Attack, run: Runner, everybody: readonly Identity[]): AsyncGenerator<Breach> {
  const { table, attempts } = attack;
  for (const who of everybody) {
    const statements = attempts.map((attempt) => attempt.statement(who));
    const results = await run(who, statements);
    for (const [index, attempt] of attempts.entries()) {
      const expected = attempt.expected(who);
      const found = outcomeOf(results[index] ?? "");
      if (expected !== undefined && expected !== found) yield { table, who, what: attempt.what, expected, found };
    }
  }
  yield* await tied(attack, run);
}

/** All that was not as declared. */
export async function allBreachesOf(...given: Parameters<typeof breachesOf>): Promise<Breach[]> {
  const breaches: Breach[] = [];
  for await (const breach of breachesOf(...given)) breaches.push(breach);
  return breaches;
}

/** What the owner could do that the table itself has to refuse. */
export async function ownerBreachesOf({ table, owner }: Attack, run: Runner): Promise<Breach[]> {
  if (owner.length === 0) return [];
  const who = "owner of the tables";
  const results = await run(
    who,
    owner.map(({ statement }) => statement),
  );
  return owner.flatMap(({ what, answer }, index) => {
    const found = results[index] ?? "";
    return found === answer ? [] : [{ table, who, what, expected: answer, found } as const];
  });
}

// A super admin's role is held by no policy: what stops it is the key alone.
async function tied({ table, references }: Attack, run: Runner): Promise<Breach[]> {
  const who = "super admin";
  const results = await run(
    who,
    references.flatMap(({ statements }) => statements),
  );
  return references.flatMap(({ key, statements }, index) => {
    const found = results.slice(index * statements.length, (index + 1) * statements.length);
    const impossible = found.includes("23503") && !found.some((one) => one.startsWith("rows:") && one !== "rows:0");
    return impossible
      ? []
      : [{ table, who, what: `reference ${key}`, expected: "23503", found: found.join(" ") } as const];
  });
}

export const everyIdentity = Object.keys(identities) as Identity[];

function raise(table: string): never {
  throw new Error(`there is no table ${table}`);
}
