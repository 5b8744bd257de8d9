import type { CreditBalance } from "#schema/credit.ts";
import type { UsageRow } from "#schema/usage.ts";

const dayMs = 86_400_000;
const paceDays = 7;

/** Credits used by the next reset if the pace of the last seven days holds; what is reserved counts as used. */
export function forecastOf(balance: CreditBalance, days: readonly UsageRow[], now: Date): number {
  const since = new Date(now.getTime() - paceDays * dayMs).toISOString().slice(0, 10);
  const lately = days.filter(({ key }) => key > since).reduce((sum, { credits }) => sum + credits, 0);
  const left = Math.max(0, (new Date(balance.nextResetAt).getTime() - now.getTime()) / dayMs);
  return balance.consumed + balance.reserved + (lately / paceDays) * left;
}

/** Per cent of the period's credits, top-ups included, that is used or reserved. */
export function shareUsed({ consumed, reserved, available }: CreditBalance): number {
  const whole = consumed + available;
  return whole <= 0 ? 0 : Math.min(100, ((consumed + reserved) / whole) * 100);
}
