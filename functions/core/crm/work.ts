import { setTimeout } from "node:timers/promises";
import type { SyncInput, SyncOutput } from "#agents/hubspot-sync.ts";
import { accessTo, isShut, renewed } from "#core/channel/access.ts";
import type { Performer, Slice } from "#core/run/perform.ts";
import { CrmBusy, openCrm } from "#platform/crm/hubspot.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { type Outcome, SyncCounts } from "#schema/crm.ts";
import { contactFields, dealFields, takeContact, takeDeal, takeSubmission } from "./apply.ts";
import { advance, type State, stateOf } from "./sync.ts";

type Crm = ReturnType<typeof openCrm>;
type Kind = keyof SyncCounts;

/** Of a search its provider shows so many results; what lies behind is reached by a new search from the last change on. */
const searchedMax = 9_900;
/** Changes that were under way when the last reading began are read again. */
const overlapMs = 5 * 60_000;

/**
 * Reads the CRM page by page until the slice ends. A page and how far it brought us are one transaction: whoever goes on, after the
 * slice or after a crash, reads at most one page again, and what of it is known already is skipped.
 */
export const sync: Performer<SyncInput, SyncOutput> = async ({ channelId }, slice) => {
  let token = await accessTo(channelId).catch(lockedOut);
  let isFresh = false;
  while (token !== null) {
    const state = await transaction((tx) => stateOf(tx, channelId));
    if (!state || state.phase === "done") return outcomeOf(state, "done");
    if (Date.now() >= slice.endsAtMs) return null;
    slice.signal.throwIfAborted();
    try {
      await page(openCrm(token, slice.signal), state, slice);
      isFresh = false;
    } catch (error) {
      if (error instanceof CrmBusy) {
        const room = slice.endsAtMs - Date.now();
        if (error.retryAfterMs > room) return null;
        await setTimeout(error.retryAfterMs, undefined, { signal: slice.signal });
        continue;
      }
      if (!isShut(error)) throw error;
      // A token can be taken back before its time is over; one new one is asked for.
      token = isFresh ? null : await renewed(channelId, token).catch(lockedOut);
      isFresh = true;
    }
  }
  return outcomeOf(await transaction((tx) => stateOf(tx, channelId)), "locked_out");
};

function lockedOut(error: unknown): null {
  if (isShut(error)) return null;
  throw error;
}

function outcomeOf(state: State | undefined, ended: SyncOutput["ended"]): SyncOutput {
  const counts = SyncCounts.parse(state?.counts ?? {});
  return { ...counts, cursor: state?.begunAt?.toISOString() ?? "", ended };
}

async function page(crm: Crm, state: State, slice: Slice): Promise<void> {
  const phase = state.phase as Kind;
  await slice.record.step(
    "tool",
    phase,
    () => pages[phase](crm, state),
    (counts) => `${counts.created} new, ${counts.updated} changed, ${counts.skipped} as they were`,
  );
}

type Counts = Record<Outcome, number>;

const pages: Record<Kind, (crm: Crm, state: State) => Promise<Counts>> = {
  contacts: async (crm, state) => {
    const { items, after } = await crm.contacts(Object.keys(contactFields), from(state));
    return keep(state, "contacts", next(state, after, items.at(-1)?.updatedAt, "deals"), (tx) =>
      each(items, (item) => takeContact(tx, state.channelId, item)),
    );
  },
  deals: async (crm, state) => {
    const { items, after } = await crm.deals(dealFields, from(state));
    const links = await crm.contactsOfDeals(items.map(({ id }) => id));
    return keep(state, "deals", next(state, after, items.at(-1)?.updatedAt, "forms"), (tx) =>
      each(items, (item) => takeDeal(tx, state.channelId, item, links.get(item.id) ?? [])),
    );
  },
  forms: async (crm, state) => {
    const [formId, ...others] = state.formIds;
    if (formId === undefined) return listForms(crm, state);
    const { items, after } = await crm.submissions(formId, state.after);
    const since = sinceOf(state)?.getTime() ?? 0;
    const recent = items.filter(({ submittedAt }) => submittedAt >= since);
    // They come newest first: behind one that is too old are older ones.
    const goesOn = after !== null && recent.length === items.length;
    const last = others.length === 0;
    const moved = goesOn ? { after } : { after: null, formIds: others, ...(last ? { phase: "done" } : {}) };
    return keep(state, "forms", moved, (tx) =>
      each(recent, (item) => takeSubmission(tx, state.channelId, formId, item)),
    );
  },
};

async function listForms(crm: Crm, state: State): Promise<Counts> {
  const ids: string[] = [];
  let after: string | null = null;
  do {
    const found = await crm.forms(after);
    ids.push(...found.items.map(({ id }) => id));
    after = found.after;
  } while (after !== null && ids.length < 500);
  const moved = ids.length === 0 ? { phase: "done" } : { formIds: ids.slice(0, 500), after: null };
  return keep(state, "forms", moved, async () => none());
}

const none = (): Counts => ({ created: 0, updated: 0, skipped: 0 });

async function each<T>(items: readonly T[], take: (item: T) => Promise<Outcome>): Promise<Counts> {
  const counts = none();
  for (const item of items) counts[await take(item)] += 1;
  return counts;
}

// Somebody else may have gone on meanwhile: then this page is theirs, and nothing of it is kept twice.
async function keep(
  state: State,
  kind: Kind,
  moved: Record<string, unknown>,
  take: (tx: Tx) => Promise<Counts>,
): Promise<Counts> {
  return transaction(async (tx) => {
    const now = await stateOf(tx, state.channelId);
    if (!now || now.rowVersion !== state.rowVersion) return none();
    const fresh = await take(tx);
    const counts = SyncCounts.parse(now.counts);
    for (const outcome of Object.keys(fresh) as Outcome[]) counts[kind][outcome] += fresh[outcome];
    await advance(tx, state.channelId, { ...moved, counts: JSON.stringify(counts) });
    return fresh;
  });
}

function sinceOf({ since }: State): Date | null {
  return since ? new Date(since.getTime() - overlapMs) : null;
}

function from(state: State) {
  const [changed, after] = state.after?.startsWith("@") ? state.after.slice(1).split("|") : [undefined, state.after];
  return { since: changed ? new Date(changed) : sinceOf(state), after: after || null };
}

function next(
  state: State,
  after: string | null,
  changedAt: string | undefined,
  phase: string,
): Record<string, unknown> {
  if (after === null) return { phase, after: null };
  const { since } = from(state);
  if (since === null) return { after };
  const isEnd = Number(after) >= searchedMax && changedAt !== undefined;
  if (isEnd) return { after: `@${changedAt}|` };
  return { after: state.after?.startsWith("@") ? `@${since.toISOString()}|${after}` : after };
}
