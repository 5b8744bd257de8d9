import { type Calendar, dayName, isWorkday, workdaysAfter } from "./days.ts";
import { dueFor, reviewDays } from "./schedule.ts";

/** A piece of work as its dates are moved. Days are YYYY-MM-DD. */
export interface Piece {
  id: string;
  ref: string;
  /** The day its draft is due. */
  dueOn: string | null;
  /** The day it goes out; null for what does not. */
  publishOn: string | null;
  /** Nobody has begun it, and its day is its own. */
  isOpen: boolean;
  /** What it is made from and is not done yet. */
  dependsOn: readonly string[];
}

/** The days on which a piece may stand. */
export interface Span {
  first: string;
  last: string;
  calendar: Calendar;
}

export interface Dates {
  dueOn: string;
  publishOn: string | null;
}

/** New dates by piece, the moved one first; `problem` says why the piece cannot stand there. */
type Shift = { dates: Map<string, Dates>; problem: null } | { dates: null; problem: string };

/**
 * Puts a piece on another day. Its draft stays due five working days before it goes out, but never before what it is made from; what is
 * made from it and would be due earlier follows.
 */
export function shift(moved: Piece, on: string, pieces: readonly Piece[], { first, last, calendar }: Span): Shift {
  if (!isWorkday(on, calendar)) return refuse(`${dayName(on)} is no working day of this client.`);
  if (on < first || on > last) return refuse(`Choose a day from ${dayName(first)} to ${dayName(last)}.`);
  const dates = new Map<string, Dates>();
  const latestOf = ({ dependsOn }: Piece) =>
    pieces
      .filter(({ id }) => dependsOn.includes(id))
      .map(({ id, ref, dueOn }) => ({ ref, dueOn: dates.get(id)?.dueOn ?? dueOn ?? "" }))
      .toSorted((a, b) => (a.dueOn < b.dueOn ? 1 : -1))[0];
  const goesOut = moved.publishOn !== null;
  const source = latestOf(moved);
  if (source && (goesOut ? source.dueOn >= on : source.dueOn > on))
    return refuse(`It is made from ${source.ref}, which is due on ${dayName(source.dueOn)}.`);
  const wanted = goesOut ? dueFor(on, first, calendar) : on;
  dates.set(moved.id, { dueOn: later(wanted, source?.dueOn), publishOn: goesOut ? on : null });
  const waiting = [moved.id];
  for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
    for (const piece of pieces.filter(({ isOpen, dependsOn }) => isOpen && dependsOn.includes(id ?? ""))) {
      const known = dates.get(piece.id) ?? piece;
      const least = latestOf(piece)?.dueOn ?? "";
      if (known.dueOn === null || known.dueOn >= least) continue;
      const publishOn =
        known.publishOn === null ? null : later(workdaysAfter(least, reviewDays, calendar), known.publishOn);
      if ((publishOn ?? least) > last)
        return refuse(`${piece.ref} is made from it and would come after ${dayName(last)}.`);
      dates.set(piece.id, { dueOn: least, publishOn });
      waiting.push(piece.id);
    }
  }
  return { dates, problem: null };
}

const later = (one: string, other: string | undefined): string => (other !== undefined && other > one ? other : one);
const refuse = (problem: string): Shift => ({ dates: null, problem });
