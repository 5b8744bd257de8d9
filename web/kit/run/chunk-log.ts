import type { RunChunk } from "#schema/run.ts";

/** The text of one run, put together by sequence: pieces may arrive twice, late or out of order. Immutable. */
export interface ChunkLog {
  /** Everything up to the first gap, in order. */
  text: string;
  /** The highest sequence up to which nothing is missing. */
  whole: number;
  /** Pieces that wait for an earlier one. */
  waiting: ReadonlyMap<number, string>;
}

export const emptyLog: ChunkLog = { text: "", whole: 0, waiting: new Map() };

/** The log with these chunks taken in. Sequences begin at 1; what is known already changes nothing. */
export function addChunks(log: ChunkLog, added: readonly RunChunk[]): ChunkLog {
  const fresh = added.filter((chunk) => chunk.seq > log.whole && !log.waiting.has(chunk.seq));
  if (fresh.length === 0) return log;
  const waiting = new Map(log.waiting);
  for (const chunk of fresh) waiting.set(chunk.seq, chunk.delta);
  let { text, whole } = log;
  for (let next = waiting.get(whole + 1); next !== undefined; next = waiting.get(whole + 1)) {
    whole += 1;
    text += next;
    waiting.delete(whole);
  }
  return { text, whole, waiting };
}

/** True when a sequence is missing below one that has arrived: re-read after `whole`. */
export function hasGap(log: ChunkLog): boolean {
  return log.waiting.size > 0;
}
