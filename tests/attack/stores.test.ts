import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { closeStores } from "#tests/support/close.ts";
import { furnish } from "#tests/support/furnish.ts";
import { freshTenant } from "#tests/support/tenant.ts";
import { type StoreAttackName, storeAttacks } from "./stores/index.ts";
import { mutantOf } from "./stores/mutant.ts";
import { codeMutations } from "./stores/mutations.ts";
import type { World } from "./stores/world.ts";

// Every store and door beside the tables: what one tenant can reach of another. And the proof of the proof: each check is taken
// out of the code once, and the attack has to notice.
let world: World;

beforeAll(async () => {
  const [own, foreign] = [await freshTenant(), await freshTenant()];
  world = { own, foreign, ownThings: await furnish(own), foreignThings: await furnish(foreign) };
});
afterAll(closeStores);

/** Loads the product anew, as it is mocked at this moment, and attacks it. */
async function broken(name: StoreAttackName): Promise<string[]> {
  vi.resetModules();
  const attack = await storeAttacks[name]();
  const { closeStores: close } = await import("#tests/support/close.ts");
  return attack(world).finally(close);
}

describe("nothing of another tenant is reached through", () => {
  test.each(Object.keys(storeAttacks) as StoreAttackName[])("%s", async (name) => {
    expect(await broken(name)).toEqual([]);
  });
});

describe("the attack notices when", () => {
  test.each(codeMutations)("$what", async (mutation) => {
    const file = mutantOf(mutation);
    vi.doMock(mutation.module, () => import(file));
    try {
      expect(await broken(mutation.seenBy)).not.toEqual([]);
    } finally {
      vi.doUnmock(mutation.module);
    }
  });
});
