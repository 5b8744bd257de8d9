"use client";

import type { Member } from "#schema/member.ts";
import { useApi } from "./query.tsx";

/** The people of the client at work. */
export function useMembers() {
  return useApi<{ items: Member[] }>("/tenant/v1/members");
}

/** The people of the client as choices of a select; none while they load. */
export function usePeople(): { options: { value: string; label: string }[]; isPending: boolean } {
  const { data, isPending } = useMembers();
  return { options: (data?.items ?? []).map(({ user }) => ({ value: user.id, label: user.name })), isPending };
}
