import fc from "fast-check";

/** One thing that happens to a balance; `times` it is asked for at once. */
export type Step = { times: number } & (
  | { verb: "reserve"; work: number; version: number; amount: number }
  | { verb: "consume"; work: number; amount: number | null }
  | { verb: "release"; work: number }
  | { verb: "topUp"; order: number; amount: number }
  | { verb: "adjust"; amount: number }
  | { verb: "renew"; month: number }
);

const work = fc.integer({ min: 0, max: 4 });
const times = fc.constantFrom(1, 1, 1, 2, 3);

/** Anything that may happen, repeats included. */
export const steps = fc.array(
  fc.oneof(
    {
      weight: 5,
      arbitrary: fc.record({
        verb: fc.constant("reserve" as const),
        work,
        version: fc.integer({ min: 1, max: 3 }),
        amount: fc.integer({ min: 0, max: 400 }),
        times,
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        verb: fc.constant("consume" as const),
        work,
        amount: fc.option(fc.integer({ min: 0, max: 400 })),
        times,
      }),
    },
    { weight: 2, arbitrary: fc.record({ verb: fc.constant("release" as const), work, times }) },
    {
      weight: 1,
      arbitrary: fc.record({
        verb: fc.constant("topUp" as const),
        order: fc.integer({ min: 0, max: 3 }),
        amount: fc.integer({ min: 1, max: 500 }),
        times,
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        verb: fc.constant("adjust" as const),
        amount: fc.integer({ min: -400, max: 400 }).filter((n) => n !== 0),
        times: fc.constant(1),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ verb: fc.constant("renew" as const), month: fc.integer({ min: 0, max: 4 }), times }),
    },
  ),
  { minLength: 5, maxLength: 40 },
);

interface Hold {
  amount: number;
  state: "held" | "consumed" | "released";
}

/** A balance as the rules want it, without a database. */
export class Model {
  free: number;
  held = 0;
  consumed = 0;
  topup = 0;
  month = 0;
  readonly #monthly: number;
  readonly #holds = new Map<string, Hold>();
  readonly #orders = new Set<number>();

  constructor(monthly: number) {
    this.#monthly = monthly;
    this.free = monthly;
  }

  /** What a balance of this state says. */
  balance() {
    const { free, held, consumed, topup } = this;
    return { available: free + held, reserved: held, consumed, topup };
  }

  /** @returns what the verb answers, or "refused" */
  apply(step: Step): unknown {
    switch (step.verb) {
      case "reserve":
        return this.#reserve(step);
      case "consume": {
        const hold = this.#held(step.work);
        if (!hold) return 0;
        const used = Math.min(hold.amount, step.amount ?? hold.amount);
        hold.state = used > 0 ? "consumed" : "released";
        this.held -= hold.amount;
        this.free += hold.amount - used;
        this.consumed += used;
        this.topup -= Math.min(this.topup, used);
        return used;
      }
      case "release": {
        const hold = this.#held(step.work);
        if (!hold) return 0;
        hold.state = "released";
        this.held -= hold.amount;
        this.free += hold.amount;
        return hold.amount;
      }
      case "topUp":
        if (this.#orders.has(step.order)) return false;
        this.#orders.add(step.order);
        this.free += step.amount;
        this.topup += step.amount;
        return true;
      case "adjust":
        if (this.free + step.amount < 0) return "refused";
        this.free += step.amount;
        this.topup = Math.min(this.topup, this.free + this.held);
        return undefined;
      case "renew":
        if (step.month <= this.month) return false;
        this.month = step.month;
        this.free = this.#monthly;
        this.consumed = 0;
        this.topup = 0;
        return true;
    }
  }

  #reserve({ work, version, amount }: Extract<Step, { verb: "reserve" }>): boolean {
    const key = `${work}/${version}`;
    const known = this.#holds.get(key);
    if ((known && known.state !== "released") || this.#held(work)) return true;
    if (this.free < amount) return false;
    this.#holds.set(key, { amount, state: "held" });
    this.free -= amount;
    this.held += amount;
    return true;
  }

  #held(work: number): Hold | undefined {
    return [...this.#holds].find(([key, { state }]) => key.startsWith(`${work}/`) && state === "held")?.[1];
  }
}
