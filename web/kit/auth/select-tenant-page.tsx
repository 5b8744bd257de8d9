"use client";

import { Anchor, Stack } from "@mantine/core";
import { useSearchParams } from "next/navigation";
import { useEffect, useRef } from "react";
import { ErrorBlock } from "../components/error-block.tsx";
import { TextSkeleton } from "../components/skeletons.tsx";
import type { Door } from "./door.ts";
import { DoorPage } from "./door-page.tsx";
import { FormProblem } from "./form-problem.tsx";
import { safeNext } from "./next-path.ts";
import { useSelectTenant, useSignOut, useTenants } from "./queries.ts";
import { TenantList } from "./tenant-list.tsx";

/** Which workspace to enter, for people who belong to several; who has one is led into it. */
export function SelectTenantPage({ door }: { door: Door }) {
  const next = safeNext(useSearchParams().get("next"));
  const tenants = useTenants();
  const select = useSelectTenant(() => window.location.assign(next));
  const signOut = useSignOut();
  const items = tenants.data?.items ?? [];
  const only = items.length === 1 ? items[0]?.id : undefined;
  const isLed = useRef(false);
  useEffect(() => {
    if (only === undefined || isLed.current) return;
    isLed.current = true;
    select.mutate(only);
  });
  return (
    <DoorPage
      door={door}
      title="Choose a workspace"
      lead="You belong to several. You can change between them in your profile menu."
      foot={
        <Anchor component="button" type="button" size="sm" onClick={() => void signOut()}>
          Sign out
        </Anchor>
      }
    >
      <Stack>
        <FormProblem error={select.error} />
        {tenants.isPending || only !== undefined ? <TextSkeleton lines={3} /> : null}
        {tenants.error && !tenants.data ? (
          <ErrorBlock error={tenants.error} onRetry={() => void tenants.refetch()} />
        ) : null}
        {items.length > 1 ? (
          <TenantList
            tenants={items}
            onChoose={(tenantId) => select.mutate(tenantId)}
            busyId={select.isPending || select.isSuccess ? (select.variables ?? null) : null}
          />
        ) : null}
      </Stack>
    </DoorPage>
  );
}
