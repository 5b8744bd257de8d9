import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import * as Spend from "#core/spend/index.ts";
import { asPlatform, transaction } from "#platform/db.ts";
import { newId } from "#schema/ids.ts";
import { microsPerMinor } from "#schema/spend.ts";
import { bareRun, bareTenant, booksOf } from "#tests/support/books.ts";
import { closeStores } from "#tests/support/close.ts";
import { as, machine } from "#tests/support/tenant.ts";

afterAll(closeStores);

const capMinor = 500;
const runs = 3;

type Step = { times: number; run: number } & (
  | { verb: "hold"; call: number; micros: number }
  | { verb: "measure"; call: number; micros: number }
  | { verb: "close" }
);

const run = fc.integer({ min: 0, max: runs - 1 });
const call = fc.integer({ min: 0, max: 4 });
const micros = fc.integer({ min: 0, max: 250 * microsPerMinor });
const times = fc.constantFrom(1, 1, 1, 2, 3);
const steps = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.record({ verb: fc.constant("hold" as const), run, call, micros, times }) },
    { weight: 3, arbitrary: fc.record({ verb: fc.constant("measure" as const), run, call, micros, times }) },
    { weight: 1, arbitrary: fc.record({ verb: fc.constant("close" as const), run, times }) },
  ),
  { minLength: 5, maxLength: 40 },
);

interface Hold {
  run: number;
  amountMinor: number;
  micros: number;
  state: "held" | "measured" | "settled";
}

const minorOf = (value: number): number => Math.ceil(value / microsPerMinor);

/** A month's money as the rules want it, without a database. */
class Model {
  held = 0;
  spent = 0;
  readonly #holds = new Map<string, Hold>();

  /** @returns why a call may not be made, or null */
  apply(step: Step): string | null {
    if (step.verb === "close") return this.#close(step.run);
    const key = `${step.run}/${step.call}`;
    const known = this.#holds.get(key);
    if (step.verb === "hold") {
      const amountMinor = minorOf(step.micros);
      if (amountMinor === 0 || known) return null;
      if (this.spent + this.held + amountMinor > capMinor) return "spend_cap";
      this.#holds.set(key, { run: step.run, amountMinor, micros: 0, state: "held" });
      this.held += amountMinor;
      return null;
    }
    if (!known && step.micros === 0) return null;
    const hold = known ?? { run: step.run, amountMinor: 0, micros: 0, state: "held" as const };
    this.#holds.set(key, hold);
    if (hold.state !== "held") return null;
    const before = this.#measured(step.run);
    this.held -= hold.amountMinor + minorOf(before) - minorOf(before + step.micros);
    Object.assign(hold, { state: "measured", micros: step.micros });
    return null;
  }

  #close(of: number): null {
    const amount =
      minorOf(this.#measured(of)) + this.#of(of, "held").reduce((sum, { amountMinor }) => sum + amountMinor, 0);
    this.held -= amount;
    this.spent += amount;
    for (const hold of this.#holds.values()) if (hold.run === of) hold.state = "settled";
    return null;
  }

  #measured(of: number): number {
    return this.#of(of, "measured").reduce((sum, hold) => sum + hold.micros, 0);
  }

  #of(of: number, state: Hold["state"]): Hold[] {
    return [...this.#holds.values()].filter((hold) => hold.run === of && hold.state === state);
  }
}

test("money is held, measured and spent as its rules say, whatever happens in whatever order and however often, and is what its ledger adds up to", async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (happening) => {
      const { id, runId } = await bareTenant(0);
      const ids = [runId, await bareRun(id), await bareRun(id)];
      await asPlatform((tx) =>
        tx.updateTable("tenants").set({ spendCapMinor: capMinor }).where("id", "=", id).execute(),
      );
      const act = (step: Step): Promise<string | null> =>
        transaction(async (tx) => {
          const of = { runId: ids[step.run] ?? "" };
          if (step.verb === "close") await Spend.close(tx, of.runId);
          if (step.verb === "close") return null;
          const asked = { ...of, callId: `call_${step.call}`, micros: step.micros };
          if (step.verb === "hold") return (await Spend.hold(tx, { ...asked, runLimitMinor: null }))?.code ?? null;
          await Spend.measure(tx, asked);
          return null;
        });
      const model = new Model();
      await as(machine(id), async () => {
        for (const step of happening) {
          const answers = await Promise.all(Array.from({ length: step.times }, () => act(step)));
          expect(answers).toEqual(Array.from({ length: step.times }, () => model.apply(step)));
          expect(model.held).toBeGreaterThanOrEqual(0);
        }
      });
      const { ledger, balance } = await booksOf(id);
      expect(ledger.money).toEqual(balance.money);
      const { held, spent } = balance.money[0] ?? { held: 0, spent: 0 };
      expect({ held, spent }).toEqual({ held: model.held, spent: model.spent });
    }),
    { numRuns: Number(process.env["LEDGER_RUNS"] ?? 12) },
  );
});

test("work without a run is settled once its newest call is an hour old, not while one of its calls may still be at work", async () => {
  const { id } = await bareTenant(0);
  const workId = "file_1:1";
  const statuses = () =>
    asPlatform((tx) =>
      tx.selectFrom("spendHolds").select(["callId", "status"]).where("tenantId", "=", id).orderBy("callId").execute(),
    );
  const old = { day: new Date().toISOString().slice(0, 10), updatedAt: new Date(Date.now() - 2 * 3_600_000) };
  const past = { tenantId: id, amountMinor: 0, status: "measured", costMicros: 0, ...old };
  await asPlatform((tx) =>
    tx
      .insertInto("spendHolds")
      .values([
        { ...past, id: newId("spendHold"), callId: "call_1", workId },
        { ...past, id: newId("spendHold"), callId: "call_3", workId: "file_2:1" },
      ])
      .execute(),
  );
  await as(machine(id), async () => {
    const call = { workId, callId: "call_2", micros: microsPerMinor };
    expect(await transaction((tx) => Spend.hold(tx, { ...call, runLimitMinor: null }))).toBeNull();
    await transaction(Spend.sweep);
    expect(await statuses()).toEqual([
      { callId: "call_1", status: "measured" },
      { callId: "call_2", status: "held" },
      { callId: "call_3", status: "settled" },
    ]);
    await transaction((tx) => Spend.measure(tx, { ...call, micros: microsPerMinor / 2 }));
    await transaction((tx) => Spend.closeWork(tx, workId));
  });
  const { ledger, balance } = await booksOf(id);
  expect(ledger.money).toEqual(balance.money);
  expect(balance.money).toMatchObject([{ held: 0, spent: 1 }]);
});
