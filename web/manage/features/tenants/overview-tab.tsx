"use client";

import { Alert, Anchor, Button, SimpleGrid, Stack } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconInfoCircle, IconPencil } from "@tabler/icons-react";
import dynamic from "next/dynamic";
import Link from "next/link";
import { Facts } from "#kit/components/facts.tsx";
import { absoluteTime, count, credits, money, words } from "#kit/components/format.ts";
import { Panel } from "#kit/components/panel.tsx";
import { StatCard } from "#kit/components/stat-card.tsx";
import { TimeAgo } from "#kit/components/time-ago.tsx";
import type { TenantDetail } from "#schema/admin.ts";
import { countryName, planWords } from "./tenant-words.ts";

const EditTenant = dynamic(() => import("./edit-tenant.tsx").then(({ EditTenant: Loaded }) => Loaded), { ssr: false });

const deploymentWords = { saas: "On this platform", on_prem: "On the customer's premises" } as const;
const privacyWords = { cloud_ok: "Models in the cloud are allowed", local_only: "Local models only" } as const;

/** Figures and facts of a client. */
export function OverviewTab({ tenant }: { tenant: TenantDetail }) {
  const [isEditing, { open, close }] = useDisclosure(false);
  const { spendCap } = tenant;
  return (
    <Stack gap="lg">
      <Ending tenant={tenant} />
      <SimpleGrid cols={{ base: 2, md: 4 }}>
        <StatCard label="Plan" value={planWords[tenant.plan]} hint={`${words(tenant.region)}, ${tenant.currency}`} />
        <StatCard
          label="Spend this month"
          value={money(tenant.monthlySpend)}
          hint={spendCap ? `of ${money(spendCap)}` : "no cap"}
        />
        <StatCard
          label="Credits left"
          value={tenant.credits ? credits(tenant.credits.available) : "–"}
          {...(tenant.credits ? { hint: `${credits(tenant.credits.monthly)} a month` } : {})}
        />
        <StatCard label="Users" value={count(tenant.userCount)} hint={`and ${count(tenant.agentCount)} agents`} />
      </SimpleGrid>
      <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="lg">
        <Panel
          title="Tenant"
          actions={
            <Button variant="default" size="xs" leftSection={<IconPencil size={14} aria-hidden />} onClick={open}>
              Edit
            </Button>
          }
        >
          <Facts facts={tenantFacts(tenant)} />
        </Panel>
        <Panel title="Billing">
          <Facts facts={billingFacts(tenant)} />
        </Panel>
        <Panel title="Where it runs">
          <Facts
            facts={[
              ["Deployment", deploymentWords[tenant.deploymentMode]],
              ["Callback", tenant.onPremCallbackUrl],
              ["Privacy", privacyWords[tenant.dataPrivacyLevel]],
              [
                "Adapters",
                tenant.allowedAdapters.length === 0 ? "All the privacy allows" : tenant.allowedAdapters.join(", "),
              ],
            ]}
          />
        </Panel>
        <Panel title="Life so far">
          <Facts
            facts={[
              ["Created", <TimeAgo key="created" at={tenant.createdAt} />],
              ["Contract accepted", <TimeAgo key="contract" at={tenant.contractAcceptedAt} fallback="not yet" />],
              ["Onboarding done", <TimeAgo key="onboarding" at={tenant.onboardingCompletedAt} fallback="not yet" />],
              ["Trial ends", <TimeAgo key="trial" at={tenant.trialEndsAt} />],
            ]}
          />
        </Panel>
      </SimpleGrid>
      {isEditing ? <EditTenant tenant={tenant} onClose={close} /> : null}
    </Stack>
  );
}

/** Why and since when nobody of the client gets in, or when that will be. */
function Ending({ tenant }: { tenant: TenantDetail }) {
  const { suspendedAt, suspendReason, cancelledAt, cancelAt } = tenant;
  const said =
    tenant.status === "suspended" && suspendedAt
      ? `Suspended since ${absoluteTime(suspendedAt)}`
      : tenant.status === "cancelled" && cancelledAt
        ? `Cancelled on ${absoluteTime(cancelledAt)}`
        : cancelAt
          ? `Will be cancelled on ${absoluteTime(cancelAt)}`
          : null;
  if (said === null) return null;
  return (
    <Alert color={tenant.status === "suspended" ? "red" : "gray"} icon={<IconInfoCircle aria-hidden />} title={said}>
      {suspendReason}
    </Alert>
  );
}

function tenantFacts(tenant: TenantDetail) {
  const { owner } = tenant;
  return [
    ["Legal name", tenant.legalName],
    ["Short name", tenant.slug],
    ["Industry", tenant.industry ? words(tenant.industry) : null],
    ["Country", tenant.country ? countryName(tenant.country) : null],
    ["Time zone", tenant.timezone],
    ["Language", tenant.locale],
    [
      "Owner",
      owner ? (
        <Anchor key="owner" component={Link} href={`/users/${owner.id}`} size="sm">
          {owner.name}
        </Anchor>
      ) : null,
    ],
  ] as const;
}

function billingFacts({ billing }: TenantDetail) {
  if (!billing) return [["Billed", "Nobody yet"]] as const;
  const { address, city, state, postalCode, country } = billing.address;
  const { enabled, section, ratePct } = billing.tds;
  return [
    ["Name", billing.name],
    ["E-mail", billing.email],
    ["Phone", billing.phone],
    ["Address", [address, city, state, postalCode, countryName(country)].filter(Boolean).join(", ")],
    ["GSTIN", billing.gstin],
    ["PAN", billing.pan],
    ["Special zone", billing.sez ? "Yes" : "No"],
    ["TDS", enabled ? `${section ?? ""} ${ratePct ?? 0} %`.trim() : "None"],
  ] as const;
}
