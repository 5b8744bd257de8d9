import { AsyncLocalStorage } from "node:async_hooks";
import type { Compilable, DatabaseConnection, Driver, Transaction } from "kysely";
import {
  CamelCasePlugin,
  CompiledQuery,
  HandleEmptyInListsPlugin,
  Kysely,
  PostgresDialect,
  PostgresDriver,
  replaceWithNoncontingentExpression,
  sql,
} from "kysely";
import pg from "pg";
import type { DB } from "#schema/database/tables.ts";
import { current, mayOnlyLook, tenants } from "./actor.ts";
import { config } from "./config.ts";
import { log } from "./log.ts";
import { platformRole } from "./platform-role.ts";
import { appRole, type Role } from "./role.ts";

export { type Expression, type Insertable, type RawBuilder, sql } from "kysely";
export type Tx = Transaction<DB>;

pg.types.setTypeParser(pg.types.builtins.INT8, Number);
pg.types.setTypeParser(pg.types.builtins.DATE, (value) => value);

/**
 * BEGIN, the tenant setting and the first statement travel in one round trip: nobody waits for the answer to the first two. Should
 * they fail, the transaction is broken (or there is none and the policies show no rows), and the commit tells why.
 */
class TenantDriver extends PostgresDriver {
  readonly #begun = new WeakMap<DatabaseConnection, Promise<unknown>>();
  readonly #role: Role;

  constructor(pool: pg.Pool, role: Role) {
    super({ pool });
    this.#role = role;
  }

  override beginTransaction(connection: DatabaseConnection): Promise<void> {
    const allowed = tenants().join(",");
    if (!/^[\w,]*$/.test(allowed)) return Promise.reject(new Error("tenant ids hold only letters, digits and _"));
    const text = `begin${this.#role === appRole && mayOnlyLook() ? " read only" : ""}; select set_config('app.tenants', '${allowed}', true)`;
    const begun = connection.executeQuery(CompiledQuery.raw(text));
    begun.catch(() => undefined);
    this.#begun.set(connection, begun);
    return Promise.resolve();
  }

  override async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await this.#begun.get(connection);
    await super.commitTransaction(connection);
  }
}

class TenantDialect extends PostgresDialect {
  readonly #pool: pg.Pool;
  readonly #role: Role;
  constructor(pool: pg.Pool, role: Role) {
    super({ pool });
    this.#pool = pool;
    this.#role = role;
  }
  override createDriver(): Driver {
    return new TenantDriver(this.#pool, this.#role);
  }
}

const open = new Map<Role, { db: Kysely<DB>; pool: pg.Pool }>();

/** The connection pool of a database role, opened at first use. */
export function pool(role: Role): pg.Pool {
  return handle(role).pool;
}

function handle(role: Role): { db: Kysely<DB>; pool: pg.Pool } {
  const known = open.get(role);
  if (known) return known;
  const made = new pg.Pool({
    connectionString: config(role.url),
    max: config("DATABASE_POOL"),
    idleTimeoutMillis: 30_000,
    // A busy machine is slow to open connections; a request that waits is better than one that fails.
    connectionTimeoutMillis: 15_000,
    application_name: `leadmetrics ${role.name}`,
    // Statements are sent without waiting for the answers to those before them.
    pipeline: true,
  });
  const lost = (error: Error) => log.warn({ error: error.message }, "database connection lost");
  made.on("error", lost);
  // A connection in use tells its loss by itself too; the statement on it fails in any case.
  made.on("connect", (client) => void client.on("error", lost));
  made.on("acquire", inOneWrite);
  const fresh = {
    pool: made,
    db: new Kysely<DB>({
      dialect: new TenantDialect(made, role),
      // Nothing is in an empty list; without the second, asking is an error of syntax.
      plugins: [
        new CamelCasePlugin({ maintainNestedObjectKeys: true }),
        new HandleEmptyInListsPlugin({ strategy: replaceWithNoncontingentExpression }),
      ],
    }),
  };
  open.set(role, fresh);
  return fresh;
}

/** What one turn sends goes out in one write: of a transaction BEGIN, the tenant setting and the first statement. */
function inOneWrite({ connection: { stream } }: pg.PoolClient): void {
  stream.cork();
  setImmediate(() => stream.uncork());
}

// A statement takes 65,535 values at most.
const rowsAtOnce = 1_000;
interface Gathered {
  write: (tx: Tx, rows: readonly never[]) => Promise<void>;
  row: unknown;
}
interface Unit {
  tx: Tx;
  role: Role;
  /** Rows that are written together when the work is done. */
  gathered: Gathered[];
  after: (() => void | Promise<void>)[];
  /** Everything inside is done for its answer alone and taken back at the end. */
  isRehearsal?: true;
}
const units = new AsyncLocalStorage<Unit>();
interface Hold {
  role: Role;
  isOver: boolean;
}
// Connections that the work at hand waits on, those of transactions that `separately` stepped out of too.
const held = new AsyncLocalStorage<readonly Hold[]>();

async function holding<T>(role: Role, work: () => Promise<T>): Promise<T> {
  const hold: Hold = { role, isOver: false };
  try {
    return await held.run([...(held.getStore() ?? []), hold], work);
  } finally {
    hold.isOver = true;
  }
}

// A pool of one connection is enough, because nobody waits for a second one while holding the first.
function demandFree(role: Role): void {
  if (!held.getStore()?.some((hold) => hold.role === role && !hold.isOver)) return;
  throw new Error(
    `A transaction of ${role.name} in another of it would wait for its own end where there is one connection.`,
  );
}

// Super admins work across tenants where they were given the role; everybody else is held by the policies.
function ownRole(): Role {
  const actor = current();
  return (actor.kind === "admin" && actor.role) || appRole;
}

/**
 * Runs `work` in a transaction of the actor's tenants, or joins the one that is open.
 * Rows, audit entry and outbox rows of one change live in one call. Throws what `work` throws, rolled back.
 */
export async function transaction<T>(work: (tx: Tx) => Promise<T>, role: Role = ownRole()): Promise<T> {
  const joined = units.getStore();
  if (joined) return work(joined.tx);
  demandFree(role);
  const [gathered, after]: [Gathered[], Unit["after"]] = [[], []];
  const whole = async (tx: Tx): Promise<T> => {
    const result = await work(tx);
    await writeGathered(tx, gathered);
    return result;
  };
  const result = await handle(role)
    .db.transaction()
    .execute((tx) => holding(role, () => units.run({ tx, role, gathered, after }, () => whole(tx))));
  for (const effect of after) await effect();
  return result;
}

/**
 * A transaction of its own even inside another of another role: for counters and evidence that must survive a roll-back. In a
 * rehearsal nothing does: there it is part of it. @throws inside a transaction of the same role
 */
export function separately<T>(work: (tx: Tx) => Promise<T>, role: Role = ownRole()): Promise<T> {
  const unit = units.getStore();
  if (!unit?.isRehearsal) return units.exit(() => transaction(work, role));
  if (unit.role === role) return work(unit.tx);
  return units.exit(() => rehearse(() => transaction(work, role), role));
}

/**
 * Runs a part of the open transaction, or one of its own, that may fail alone: what it wrote and registered is taken back, and the
 * rest goes on. Throws what `work` throws.
 */
export async function alone<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  return transaction(async (tx) => {
    const { gathered, after } = openUnit();
    const [rows, effects] = [gathered.length, after.length];
    await sql`savepoint alone`.execute(tx);
    try {
      const result = await work(tx);
      await sql`release savepoint alone`.execute(tx);
      return result;
    } catch (error) {
      await sql`rollback to savepoint alone`.execute(tx);
      gathered.length = rows;
      after.length = effects;
      throw error;
    }
  });
}

/**
 * Runs `work` for its answer: checks, constraints and triggers act as always, then everything is rolled back and no effect
 * follows. @returns what `work` returns, also when it says that something was refused
 */
export async function rehearse<T>(work: () => Promise<T>, role: Role = ownRole()): Promise<T> {
  const answers: { value: T }[] = [];
  const end = new Error("The rehearsal is over.");
  const { db } = handle(role);
  demandFree(role);
  try {
    await db.transaction().execute((tx) =>
      holding(role, () =>
        units.run({ tx, role, gathered: [], after: [], isRehearsal: true }, async () => {
          answers.push({ value: await work() });
          throw end;
        }),
      ),
    );
  } catch (error) {
    if (error !== end) throw error;
  }
  const [answer] = answers;
  if (!answer) throw new Error("The rehearsal gave no answer.");
  return answer.value;
}

/** True while nothing that is done will stay. */
export function isRehearsal(): boolean {
  return units.getStore()?.isRehearsal === true;
}

/**
 * The platform role, which sees all tenants: only the admin surface, the relay, platform clocks and the seed may call it. Joins an
 * open transaction of that role; any other it leaves alone.
 */
export function asPlatform<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  const unit = units.getStore();
  return unit?.role === platformRole ? work(unit.tx) : separately(work, platformRole);
}

/** Registers an effect for after the commit, the same one once; it is lost when the transaction rolls back. */
export function afterCommit(effect: () => void | Promise<void>): void {
  const { after } = openUnit();
  if (!after.includes(effect)) after.push(effect);
}

/**
 * For rows that nothing in a transaction reads: what many calls add goes to the table in one statement at the end of it.
 * @returns what puts a row aside within a transaction; it is forgotten with the part of it that rolls back, and in a rehearsal
 */
export function gather<R>(write: (tx: Tx, rows: readonly R[]) => Promise<void>): (row: R) => void {
  return (row) => void openUnit().gathered.push({ write, row });
}

async function writeGathered(tx: Tx, gathered: readonly Gathered[]): Promise<void> {
  for (const [write, entries] of Map.groupBy(gathered, (entry) => entry.write)) {
    const rows = entries.map(({ row }) => row) as never[];
    for (let at = 0; at < rows.length; at += rowsAtOnce) await write(tx, rows.slice(at, at + rowsAtOnce));
  }
}

function openUnit(): Unit {
  const unit = units.getStore();
  if (!unit) throw new Error("This needs an open transaction.");
  return unit;
}

/**
 * A read that most requests make, built and compiled at its first use instead of each time. `build` gets a stand-in for each
 * value; it may stand only where a value is bound.
 * @returns what reads the rows for given values, within a transaction
 */
export function compiledOnce<V extends Record<string, string>, O>(
  build: (tx: Tx, values: V) => Compilable<O>,
): (tx: Tx, values: V) => Promise<O[]> {
  const sign = "stand-in:";
  const standIns = new Proxy({} as V, { get: (_, name) => sign + String(name) });
  let known: CompiledQuery<O> | undefined;
  return async (tx, values) => {
    known ??= build(tx, standIns).compile();
    const bound = (given: unknown): unknown =>
      typeof given === "string" && given.startsWith(sign) ? values[given.slice(sign.length)] : given;
    return (await tx.executeQuery<O>({ ...known, parameters: known.parameters.map(bound) })).rows;
  };
}

/** True when the database answers. */
export async function reachable(): Promise<boolean> {
  await handle(appRole).pool.query("select 1");
  return true;
}

/** Closes all pools: at the end of a process or test. */
export async function close(): Promise<void> {
  const handles = [...open.values()];
  open.clear();
  await Promise.all(handles.map(({ db }) => db.destroy()));
}
