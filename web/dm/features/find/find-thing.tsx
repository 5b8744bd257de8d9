"use client";
import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { api } from "#kit/api/client.ts";
import { asApiError } from "#kit/api/error.ts";
import { pathsOf } from "#kit/blog/paths.ts";
import { ErrorBlock } from "#kit/components/error-block.tsx";
import { TextSkeleton } from "#kit/components/skeletons.tsx";
import type { Activity } from "#schema/activity.ts";
import { useClients } from "../shell/queries.ts";

type Kind = "activity" | "request" | "post";

const sources: Record<Exclude<Kind, "activity">, string> = {
  request: "/tenant/v1/requests",
  post: "/tenant/v1/blog-posts",
};

/** The first client who has the thing; a client who has not answers "not found" and the next is asked. */
async function ownerOf(kind: Kind, id: string, tenantIds: readonly string[]): Promise<string> {
  if (kind === "activity") return (await api.get<Activity>(`/dm/v1/activities/${id}`)).tenantId;
  let refusal: unknown;
  for (const tenantId of tenantIds) {
    try {
      await api.get(`${sources[kind]}/${id}`, {}, { tenantId });
      return tenantId;
    } catch (error) {
      if (asApiError(error).status !== 404) throw error;
      refusal = error;
    }
  }
  throw refusal ?? new Error("No client is assigned to you.");
}

/** For addresses that do not name the client, as in mails and notifications: finds whose it is and goes there. */
export function FindThing({ kind, id }: { kind: Kind; id: string }) {
  const router = useRouter();
  const clients = useClients();
  const tenantIds = clients.data?.items.map((client) => client.id) ?? [];
  const owner = useQuery({
    queryKey: ["owner", kind, id],
    queryFn: () => ownerOf(kind, id, tenantIds),
    enabled: clients.data !== undefined,
    retry: false,
  });
  useEffect(() => {
    if (owner.data !== undefined) router.replace(pathsOf("dm", owner.data)[kind](id));
  }, [owner.data, router, kind, id]);
  if (owner.isError)
    return <ErrorBlock error={owner.error} title="This could not be found." onRetry={() => void owner.refetch()} />;
  return <TextSkeleton lines={10} />;
}
