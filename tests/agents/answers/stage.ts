import { expect } from "vitest";
import { execute } from "#core/run/execute.ts";
import { asPlatform } from "#platform/db.ts";
import type { AgentName } from "#schema/agent.ts";
import { runAttemptsMax } from "#schema/run.ts";
import { booksOf } from "#tests/support/books.ts";
import { as, freshTenant, machine, type TestTenant } from "#tests/support/tenant.ts";
import { until } from "#tests/support/work.ts";
import { foreign, type Recorded, recorded } from "./kinds.ts";
import type { Provider, Said } from "./provider.ts";
import { gained, rowsOf, type State, stateOf, type Worked, worked } from "./rows.ts";
import type { Order } from "./work.ts";

/** Work of an agent that nobody has begun, before a provider that says what it is told to. */
export interface Scene {
  tenant: TestTenant;
  answers: Recorded;
  /** Credits that the run holds, in hundredths. */
  held: number;
  /** Lets the next attempt be the last. */
  last(): Promise<unknown>;
  /** Lets the provider say this, and the run be worked on once. */
  hear(...lines: readonly Said[]): Promise<{ failure: string | null; asked: string[] }>;
  /** What became of it. Whatever happened, both ledgers are even, no money is held, and each call is on record with its price. */
  after(): Promise<After>;
}

export interface After extends Worked {
  /** Tables that hold more rows than before. */
  wrote: string[];
  /** Tables with a row that names the foreign address or the agent's own instructions. */
  naming: string[];
  state: State;
  /** Credits that were paid, by the books. */
  consumed: number;
}

/** Gets an agent to the point where its model is asked. */
export async function stage(provider: Provider, agent: AgentName, order: Order): Promise<Scene> {
  const tenant = await freshTenant({ credits: 100_000 });
  const { id } = tenant;
  await asPlatform((tx) =>
    tx.updateTable("tenants").set({ websiteUrl: "https://lamps.example/" }).where("id", "=", id).execute(),
  );
  await order(tenant);
  const runId = await until(tenant, agent);
  const answers = await recorded(tenant, runId);
  const never = [foreign, answers.instructions];
  const [rows, books, { run }] = await Promise.all([
    ...([rowsOf(tenant, never), booksOf(id), worked(id, runId)] as const),
    provider.serve(tenant),
  ]);
  return {
    ...{ tenant, answers, held: run.credits },
    last: () =>
      asPlatform((tx) =>
        tx
          .updateTable("agentRuns")
          .set({ attempt: runAttemptsMax - 1 })
          .where("id", "=", runId)
          .execute(),
      ),
    hear: async (...lines) => {
      await provider.says(...lines);
      const failure = await as(machine(id), () => execute(runId)).then(
        () => null,
        (error: Error) => error.name,
      );
      return { failure, asked: await provider.asked() };
    },
    after: async () => {
      const [found, state, now, { balance, ledger }] = await Promise.all([
        ...([worked(id, runId), stateOf(id, run), rowsOf(tenant, never), booksOf(id)] as const),
      ]);
      expect(ledger).toEqual(balance);
      expect(balance.money.map(({ held }) => held)).toEqual(balance.money.map(() => 0));
      expectMeasured(found);
      return {
        ...found,
        wrote: gained(rows, now),
        naming: [...now].filter(([, { naming }]) => naming > 0).map(([table]) => table),
        state,
        consumed: balance.credits.consumed - books.balance.credits.consumed,
      };
    },
  };
}

type Measured = "inputTokens" | "outputTokens" | "costMicros";

// Each attempt is the sum of its calls; what a refused one cost is in the money alone.
function expectMeasured({ runs, calls }: Worked): void {
  for (const run of runs) {
    const own = calls.filter(({ runId }) => runId === run.id);
    const good = own.filter(({ status }) => status === "ok");
    const sum = (of: typeof calls, what: Measured) => of.reduce((total, call) => total + Number(call[what]), 0);
    expect([run.inputTokens, run.outputTokens]).toEqual([sum(good, "inputTokens"), sum(good, "outputTokens")]);
    expect(Number(run.costMicros)).toBe(sum(own, "costMicros"));
    expect(own.every(({ costMicros, inputTokens }) => Number(costMicros) > 0 && inputTokens > 0)).toBe(true);
  }
}
