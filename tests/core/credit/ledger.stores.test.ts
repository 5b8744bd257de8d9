import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import * as Credit from "#core/credit/index.ts";
import * as Spend from "#core/spend/index.ts";
import { asPlatform, transaction } from "#platform/db.ts";
import { AppError } from "#schema/errors.ts";
import { bareTenant, booksOf } from "#tests/support/books.ts";
import { closeStores } from "#tests/support/close.ts";
import { as, machine } from "#tests/support/tenant.ts";
import { Model, type Step, steps } from "./model.ts";

afterAll(closeStores);

const monthly = 1_000;
const rateKey = "blog_post";
const subjectOf = (work: number) => ({ subject: { type: "strategy", id: `work_${work}` } });

function act(step: Step, runId: string): Promise<unknown> {
  switch (step.verb) {
    case "reserve":
      return Credit.reserve({ ...subjectOf(step.work), rateKey, amount: step.amount, version: step.version });
    case "consume":
      return Credit.consume({
        ...subjectOf(step.work),
        runId,
        ...(step.amount === null ? {} : { amount: step.amount }),
      });
    case "release":
      return Credit.release(subjectOf(step.work));
    case "topUp":
      return Credit.topUp(step.amount, `order ${step.order}`);
    case "adjust":
      return Credit.adjust(step.amount, "correction", "A correction of the test.");
    case "renew":
      return Credit.renew(monthly, new Date(Date.UTC(2026, step.month, 2)));
  }
}

describe("a balance of credits", () => {
  test("does what its rules say whatever happens in whatever order and however often, and is what its ledger adds up to", async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (happening) => {
        const { id, runId } = await bareTenant(monthly, new Date(Date.UTC(2026, 0, 2)));
        const model = new Model(monthly);
        await as(machine(id), async () => {
          for (const step of happening) {
            const refused = (error: unknown) => (error instanceof AppError ? "refused" : Promise.reject(error));
            const answers = await Promise.all(
              Array.from({ length: step.times }, () => act(step, runId).catch(refused)),
            );
            const expected = Array.from({ length: step.times }, () => model.apply(step));
            expect(answers.map(String).toSorted()).toEqual(expected.map(String).toSorted());
            const { free, held } = model;
            expect(Math.min(free, held)).toBeGreaterThanOrEqual(0);
          }
        });
        const { ledger, balance } = await booksOf(id);
        expect(balance.credits).toEqual(model.balance());
        expect(ledger).toEqual(balance);
      }),
      { numRuns: Number(process.env["LEDGER_RUNS"] ?? 12) },
    );
  });

  test("holds for two hundred jobs at once exactly what fits, and charges each once", async () => {
    const { id, runId } = await bareTenant(5_000);
    const jobs = Array.from({ length: 200 }, (_, work) => work);
    await as(machine(id), async () => {
      const held = await Promise.all(jobs.map((work) => Credit.reserve({ ...subjectOf(work), rateKey, amount: 130 })));
      expect(held.filter(Boolean)).toHaveLength(Math.floor(5_000 / 130));
      const charged = await Promise.all(
        jobs.flatMap((work) => [
          Credit.consume({ ...subjectOf(work), runId }),
          work % 2 === 0 ? Credit.release(subjectOf(work)) : Credit.consume({ ...subjectOf(work), runId }),
        ]),
      );
      expect(charged.filter((amount) => amount === 130)).toHaveLength(Math.floor(5_000 / 130));
    });
    const { ledger, balance } = await booksOf(id);
    expect(balance.credits.reserved).toBe(0);
    expect(balance.credits.available + balance.credits.consumed).toBe(5_000);
    expect(ledger).toEqual(balance);
  });

  test("cannot be moved beside its ledger's word: an entry that disagrees is refused", async () => {
    const { id } = await bareTenant(500);
    const entry = { type: "topup", fromAccount: "platform", toAccount: "free", amount: 100, topup: 100 };
    const write = (balanceAfter: number) =>
      as(machine(id), () =>
        transaction((tx) =>
          tx
            .insertInto("creditLedger")
            .values({ tenantId: id, id: `clg_${id.slice(4)}`, ...entry, balanceAfter, reservedAfter: 0 })
            .execute(),
        ),
      );
    await expect(write(601)).rejects.toThrow("says 601");
    await write(600);
    expect((await booksOf(id)).balance.credits.available).toBe(600);
  });

  test("is begun anew once a month: what is free lapses, what is held goes on", async () => {
    const { id, runId } = await bareTenant(500, new Date(Date.UTC(2026, 0, 2)));
    await as(machine(id), async () => {
      await Credit.topUp(300, "order of January");
      await Credit.reserve({ ...subjectOf(1), rateKey, amount: 200 });
      const begun = new Date(Date.UTC(2026, 1, 1, 0, 10));
      const answers = await Promise.all([Credit.renew(500, begun), Credit.renew(500, begun)]);
      expect(answers.toSorted()).toEqual([false, true]);
      expect((await booksOf(id)).balance.credits).toEqual({ available: 700, reserved: 200, consumed: 0, topup: 0 });
      await Credit.consume({ ...subjectOf(1), runId });
    });
    const { ledger, balance } = await booksOf(id);
    expect(balance.credits).toEqual({ available: 500, reserved: 0, consumed: 200, topup: 0 });
    expect(ledger).toEqual(balance);
  });
});

describe("the money of a month", () => {
  test("is held for two hundred calls at once exactly as far as the cap goes, and settled for what they cost", async () => {
    const { id, runId } = await bareTenant(0);
    await asPlatform((tx) => tx.updateTable("tenants").set({ spendCapMinor: 1_000 }).where("id", "=", id).execute());
    const calls = Array.from({ length: 200 }, (_, call) => ({ runId, callId: `call_${call}`, micros: 365_001 }));
    await as(machine(id), async () => {
      const answers = await Promise.all(
        calls.map((call) => transaction((tx) => Spend.hold(tx, { ...call, runLimitMinor: null }))),
      );
      const fitting = Math.floor(1_000 / 37);
      const made = calls.filter((_, at) => answers[at] === null);
      expect(made).toHaveLength(fitting);
      expect(answers.find((answer) => answer !== null)).toMatchObject({ code: "spend_cap", neededMinor: 37 });
      const repeated = [...made.slice(1), ...made.slice(1)].map(({ callId }) => ({ runId, callId, micros: 104_000 }));
      await Promise.all(repeated.map((call) => transaction((tx) => Spend.measure(tx, call))));
      // The answer of the first was lost: it counts in full.
      const cost = (fitting - 1) * 104_000;
      await Promise.all([1, 2].map(() => transaction((tx) => Spend.close(tx, runId))));
      const { ledger, balance } = await booksOf(id);
      expect(balance.money).toMatchObject([{ held: 0, spent: Math.ceil(cost / 10_000) + 37 }]);
      expect(ledger).toEqual(balance);
    });
  });

  test("moves by its ledger alone", async () => {
    const { id, runId } = await bareTenant(0);
    await as(machine(id), async () => {
      await transaction((tx) => Spend.hold(tx, { runId, callId: "call", micros: 50_000, runLimitMinor: null }));
      const beside = transaction((tx) =>
        tx.updateTable("spendBalances").set({ heldMinor: 0 }).where("tenantId", "=", id).execute(),
      );
      await expect(beside).rejects.toThrow("moved by its ledger only");
    });
  });
});
