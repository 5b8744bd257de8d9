import type { Things } from "#tests/support/furnish.ts";
import type { TestTenant } from "#tests/support/tenant.ts";

/** Two tenants with one thing of each kind, and bytes, vectors and documents of both in the stores. */
export interface World {
  own: TestTenant;
  foreign: TestTenant;
  ownThings: Things;
  foreignThings: Things;
}

/** Tries everything it can think of from the side of `own` and answers each promise that did not hold, as a sentence. */
export type StoreAttack = (world: World) => Promise<string[]>;

/** Collects broken promises. */
export class Promises {
  readonly broken: string[] = [];

  holds(promise: string, kept: boolean): void {
    if (!kept) this.broken.push(promise);
  }

  /** Holds when the work throws. */
  async refuses(promise: string, work: () => Promise<unknown>): Promise<void> {
    const answer = await work().then(
      () => "answered",
      () => "refused",
    );
    this.holds(promise, answer === "refused");
  }
}
