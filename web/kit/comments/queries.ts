"use client";
import { useMemo } from "react";
import type { Comment, CommentInput } from "#schema/comment.ts";
import { type List, useList } from "../api/use-list.ts";

export type Subject = Pick<CommentInput, "subjectType" | "subjectId">;

/** A comment with its answers, oldest first. */
export interface Thread {
  root: Comment;
  answers: Comment[];
}

/** Comments on a subject as threads; open ones first, each group oldest first. */
export function useThreads(subject: Subject): { list: List<Comment>; threads: Thread[] } {
  const list = useList<Comment>(
    "/tenant/v1/comments",
    { subjectType: subject.subjectType, subjectId: subject.subjectId },
    100,
  );
  const threads = useMemo(() => {
    const roots = list.items.filter((comment) => comment.parentId === null);
    const all = roots.map((root) => ({ root, answers: list.items.filter((comment) => comment.parentId === root.id) }));
    return all.sort((a, b) => Number(a.root.resolvedAt !== null) - Number(b.root.resolvedAt !== null));
  }, [list.items]);
  return { list, threads };
}
