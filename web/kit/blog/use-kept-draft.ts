"use client";
import { useEffect, useState } from "react";
import type { BlogPost } from "#schema/blog.ts";
import { type Draft, draftOf } from "./draft.ts";

const keepMs = 400;

function keyOf(post: BlogPost): string {
  return `lm-draft-${post.id}-${post.rowVersion}`;
}

function readKept(post: BlogPost): Draft | null {
  try {
    const text = window.localStorage.getItem(keyOf(post));
    return text === null ? null : { ...draftOf(post), ...(JSON.parse(text) as Partial<Draft>) };
  } catch {
    return null;
  }
}

/**
 * The draft of one editing session, kept in the browser so that a closed tab loses nothing. `base` is the post as it was when editing
 * began; a later version of the post does not touch the draft.
 */
export function useKeptDraft(post: BlogPost) {
  const [base, setBase] = useState(post);
  const [kept] = useState(() => readKept(post));
  const [draft, setDraft] = useState<Draft>(() => kept ?? draftOf(post));
  const [isRestored, setRestored] = useState(kept !== null);
  const isDirty = JSON.stringify(draft) !== JSON.stringify(draftOf(base));

  useEffect(() => {
    const timer = setTimeout(() => {
      if (isDirty) window.localStorage.setItem(keyOf(base), JSON.stringify(draft));
      else window.localStorage.removeItem(keyOf(base));
    }, keepMs);
    return () => clearTimeout(timer);
  }, [draft, base, isDirty]);

  return {
    base,
    draft,
    isDirty,
    isRestored,
    change: (part: Partial<Draft>) => setDraft((now) => ({ ...now, ...part })),
    /** Begins anew from this version of the post; `keep` carries the person's text over to it. */
    rebase: (next: BlogPost, keep: boolean) => {
      window.localStorage.removeItem(keyOf(base));
      setRestored(false);
      setBase(next);
      if (!keep) setDraft(draftOf(next));
    },
  };
}
