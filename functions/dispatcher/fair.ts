/** One queue's fairness among tenants. A tenant is named by its id, or `platform`. */
export interface Share {
  /** Place in line for a new job of the tenant: the number BullMQ sorts by, smaller is sooner. */
  place(tenant: string, priority: number): number;
  /** Takes a slot for a fetched job, or answers false while the tenant holds its half and others wait. */
  enter(tenant: string, place: number, firstStart: boolean): boolean;
  leave(tenant: string): void;
  /** Gives the slot back of a job that could not begin: it waits again, at its old place. */
  putBack(tenant: string): void;
  /** The queue ran empty: nobody waits. */
  drained(): void;
}

// BullMQ's largest priority is 2,097,151; classes go from 1 (critical) to 8 (low).
const span = 200_000;

/**
 * Two rules keep one tenant's burst from starving another. In line, tenants alternate (start-time fair queueing): each job
 * gets the tenant's next turn, and a tenant that was idle starts at the turn served now. At work, one tenant holds at most half
 * of the slots, rounded up, while another waits. Kept in memory: after a restart the turns begin anew and even out by themselves.
 */
export function fairShare(slots: number): Share {
  const bound = Math.ceil(slots / 2);
  const held = new Map<string, number>();
  const waiting = new Map<string, number>();
  const turns = new Map<string, number>();
  const returned = new Map<string, number>();
  let served = 0;

  const add = (map: Map<string, number>, tenant: string, by: number): void => {
    const next = (map.get(tenant) ?? 0) + by;
    if (next > 0) map.set(tenant, next);
    else map.delete(tenant);
  };
  const othersWait = (tenant: string): boolean => waiting.size > (waiting.has(tenant) ? 1 : 0);

  return {
    place(tenant, priority) {
      const turn = Math.min(Math.max(served, turns.get(tenant) ?? 0) + 1, span - 1);
      turns.set(tenant, turn);
      add(waiting, tenant, 1);
      return Math.min(Math.max(priority, 1), 9) * span + turn;
    },
    enter(tenant, place, firstStart) {
      const isReturned = !firstStart && returned.has(tenant);
      if (isReturned) add(returned, tenant, -1);
      if (firstStart || isReturned) add(waiting, tenant, -1);
      if ((held.get(tenant) ?? 0) >= bound && othersWait(tenant)) return false;
      served = Math.max(served, place % span);
      add(held, tenant, 1);
      return true;
    },
    leave: (tenant) => add(held, tenant, -1),
    putBack(tenant) {
      add(held, tenant, -1);
      add(waiting, tenant, 1);
      add(returned, tenant, 1);
    },
    drained() {
      waiting.clear();
      turns.clear();
      returned.clear();
      served = 0;
    },
  };
}
