import { createHash } from "node:crypto";

/** Picks without chance: the same seed and key give the same choice. */
export interface Vary {
  pick<T>(items: readonly T[], key: string): T;
  /** The items in an order of the seed's own. */
  order<T>(items: readonly T[], key: string): T[];
}

/** A chooser for a seed, which may be any value that JSON can hold. */
export function varyBy(seed: unknown): Vary {
  const root = JSON.stringify(seed);
  const number = (key: string) => createHash("sha256").update(`${root}\n${key}`).digest().readUInt32BE(0);
  return {
    pick<T>(items: readonly T[], key: string): T {
      const item = items[number(key) % items.length];
      if (item === undefined) throw new RangeError(`Nothing to pick for ${key}.`);
      return item;
    },
    order<T>(items: readonly T[], key: string): T[] {
      return items
        .map((item, index) => ({ item, weight: number(`${key}/${index}`) }))
        .toSorted((a, b) => a.weight - b.weight)
        .map(({ item }) => item);
    },
  };
}
