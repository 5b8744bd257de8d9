"use client";

import { Anchor, Group, Tabs } from "@mantine/core";
import dynamic from "next/dynamic";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { CopyId } from "#kit/components/copy-id.tsx";
import { ErrorBlock } from "#kit/components/error-block.tsx";
import { PageHeader } from "#kit/components/page-header.tsx";
import { TextSkeleton } from "#kit/components/skeletons.tsx";
import { StatusBadge } from "#kit/components/status-badge.tsx";
import type { TenantDetail } from "#schema/admin.ts";
import { OverviewTab } from "./overview-tab.tsx";
import { useTenant } from "./queries.ts";
import { TenantVerbs } from "./tenant-verbs.tsx";

const TenantAuditTab = dynamic(() => import("./tenant-audit-tab.tsx").then(({ TenantAuditTab: Loaded }) => Loaded), {
  ssr: false,
  loading: () => <TextSkeleton lines={6} />,
});

const FlagsTab = dynamic(() => import("./flags-tab.tsx").then(({ FlagsTab: Loaded }) => Loaded), {
  ssr: false,
  loading: () => <TextSkeleton lines={6} />,
});

const PeopleTab = dynamic(() => import("./people-tab.tsx").then(({ PeopleTab: Loaded }) => Loaded), {
  ssr: false,
  loading: () => <TextSkeleton lines={6} />,
});

const tabs = ["overview", "people", "flags", "audit"] as const;
const tabWords: Record<(typeof tabs)[number], string> = {
  overview: "Overview",
  people: "People",
  flags: "Flags",
  audit: "Audit",
};

/** One client: how it stands, who belongs to it, its switches and its history. */
export function TenantPage({ id }: { id: string }) {
  const tenant = useTenant(id);
  if (tenant.data) return <Tenant tenant={tenant.data} />;
  return (
    <>
      <PageHeader title="Tenant" crumbs={[{ label: "Tenants", href: "/tenants" }]} />
      {tenant.isError ? (
        <ErrorBlock
          error={tenant.error}
          title="The tenant could not be loaded."
          onRetry={() => void tenant.refetch()}
        />
      ) : (
        <TextSkeleton lines={10} />
      )}
    </>
  );
}

function Tenant({ tenant }: { tenant: TenantDetail }) {
  const [tab, setTab] = useQueryState("tab", parseAsStringLiteral(tabs).withDefault("overview"));
  return (
    <>
      <PageHeader
        title={tenant.name}
        badge={<StatusBadge kind="tenant" status={tenant.status} />}
        lead={
          <Group gap="sm">
            {tenant.websiteUrl ? (
              <Anchor href={tenant.websiteUrl} target="_blank" rel="noreferrer" size="sm">
                {tenant.domain ?? tenant.websiteUrl}
              </Anchor>
            ) : null}
            <CopyId id={tenant.id} label="tenant id" />
          </Group>
        }
        actions={<TenantVerbs tenant={tenant} />}
      />
      <Tabs value={tab} onChange={(value) => void setTab(value as (typeof tabs)[number])}>
        <Tabs.List mb="lg">
          {tabs.map((name) => (
            <Tabs.Tab key={name} value={name}>
              {tabWords[name]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="overview">
          <OverviewTab tenant={tenant} />
        </Tabs.Panel>
        <Tabs.Panel value="people">
          <PeopleTab tenant={tenant} />
        </Tabs.Panel>
        <Tabs.Panel value="flags">
          <FlagsTab tenant={tenant} />
        </Tabs.Panel>
        <Tabs.Panel value="audit">
          <TenantAuditTab tenant={tenant} />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}
