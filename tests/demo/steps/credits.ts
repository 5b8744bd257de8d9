import type { CreditBalance, CreditEntry } from "#schema/credit.ts";
import type { Page } from "#schema/page.ts";
import type { Client } from "../client.ts";
import { insist } from "../report.ts";

/** The balance as it is now. */
export function readBalance(reader: Client): Promise<CreditBalance> {
  return reader.get<CreditBalance>("/tenant/v1/credits");
}

/** Adds the whole ledger up and compares it with the balance, to the hundredth of a credit. */
export async function checkLedger(reader: Client): Promise<string> {
  const [entries, balance] = [await readLedger(reader), await readBalance(reader)];
  const sum = (...types: CreditEntry["type"][]) => {
    return entries.reduce((total, { type, amount }) => total + (types.includes(type) ? hundredths(amount) : 0), 0);
  };
  const available = sum("allocated", "topup", "adjusted", "consumed");
  const reserved = sum("reserved", "consumed", "released");
  const differs = (name: string, ledger: number, kept: number) => {
    return `${name}: the ledger says ${ledger / 100}, the balance ${kept}`;
  };
  insist(available === hundredths(balance.available), differs("available", available, balance.available));
  insist(reserved === hundredths(balance.reserved), differs("reserved", reserved, balance.reserved));
  return `${entries.length} entries, ${balance.available} available, ${balance.reserved} reserved`;
}

async function readLedger(reader: Client): Promise<CreditEntry[]> {
  const entries: CreditEntry[] = [];
  let cursor: string | null = "";
  while (cursor !== null) {
    const query: string = cursor === "" ? "" : `&cursor=${encodeURIComponent(cursor)}`;
    const page: Page<CreditEntry> = await reader.get(`/tenant/v1/credits/ledger?limit=100${query}`);
    entries.push(...page.items);
    cursor = page.nextCursor;
  }
  return entries;
}

function hundredths(credits: number): number {
  return Math.round(credits * 100);
}
