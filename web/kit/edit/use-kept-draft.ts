"use client";
import { useEffect, useState } from "react";

const keepMs = 400;

interface Edited<T, D> {
  draftOf: (thing: T) => D;
  /** Changes with every version that somebody saves. */
  stampOf: (thing: T) => number;
}

/**
 * The draft of one editing session, kept in the browser so that a closed tab loses nothing. `base` is the thing as it was when editing
 * began; a later version of it does not touch the draft.
 */
export function useKeptDraft<T extends { id: string }, D extends object>(thing: T, { draftOf, stampOf }: Edited<T, D>) {
  const keyOf = (of: T) => `lm-draft-${of.id}-${stampOf(of)}`;
  const [base, setBase] = useState(thing);
  const [kept] = useState(() => readKept<D>(keyOf(thing)));
  const [draft, setDraft] = useState<D>(() => ({ ...draftOf(thing), ...kept }));
  const [isRestored, setRestored] = useState(kept !== null);
  const isDirty = JSON.stringify(draft) !== JSON.stringify(draftOf(base));
  const key = keyOf(base);

  useEffect(() => {
    const timer = setTimeout(() => {
      if (isDirty) window.localStorage.setItem(key, JSON.stringify(draft));
      else window.localStorage.removeItem(key);
    }, keepMs);
    return () => clearTimeout(timer);
  }, [draft, key, isDirty]);

  return {
    base,
    draft,
    isDirty,
    isRestored,
    replace: setDraft,
    change: (part: Partial<D>) => setDraft((now) => ({ ...now, ...part })),
    /** Begins anew from this version of the thing; `keep` carries the person's text over to it. */
    rebase: (next: T, keep: boolean) => {
      window.localStorage.removeItem(key);
      setRestored(false);
      setBase(next);
      if (!keep) setDraft(draftOf(next));
    },
  };
}

function readKept<D>(key: string): Partial<D> | null {
  try {
    return JSON.parse(window.localStorage.getItem(key) ?? "null") as Partial<D> | null;
  } catch {
    return null;
  }
}
