import { whileItAnswers } from "#platform/redis.ts";

const restMs = 60_000;

/** Lets an adapter that is out of order rest for a minute: others are tried before it. Forgotten with Redis, which does no harm. */
export async function rest(adapter: string, reason: string): Promise<void> {
  await whileItAnswers((store) => store.set(keyOf(adapter), reason, "PX", restMs));
}

/** Ends the rest of an adapter: somebody saw it answer. */
export async function wake(adapter: string): Promise<void> {
  await whileItAnswers((store) => store.del(keyOf(adapter)));
}

/** The adapters that rest, with the reason of each. */
export async function restingOf<A extends { name: string }>(adapters: readonly A[]): Promise<Map<A, string>> {
  const reasons = await whileItAnswers((store) => Promise.all(adapters.map(({ name }) => store.get(keyOf(name)))));
  return new Map(
    adapters.flatMap((adapter, index) => {
      const reason = reasons?.[index];
      return reason ? [[adapter, reason] as const] : [];
    }),
  );
}

function keyOf(adapter: string): string {
  return `breaker:adapter:${adapter}`;
}
