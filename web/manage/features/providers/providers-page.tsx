"use client";

import { Tabs } from "@mantine/core";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { PageHeader } from "#kit/components/page-header.tsx";
import { AdaptersTab } from "./adapters-tab.tsx";
import { PricesTab } from "./prices-tab.tsx";
import { SignInsTab } from "./sign-ins-tab.tsx";
import { TiersTab } from "./tiers-tab.tsx";

const views = ["adapters", "tiers", "prices", "sign-ins"] as const;

/** How models are reached, which serve which tier, what they cost; and where accounts are signed in to. */
export function ProvidersPage() {
  const [view, setView] = useQueryState("view", parseAsStringLiteral(views).withDefault("adapters"));
  return (
    <>
      <PageHeader
        title="Providers"
        lead="How models are reached and what they cost, and where clients' accounts are signed in to."
      />
      <Tabs value={view} onChange={(value) => void setView(value as (typeof views)[number])} keepMounted={false}>
        <Tabs.List mb="lg">
          <Tabs.Tab value="adapters">Adapters</Tabs.Tab>
          <Tabs.Tab value="tiers">Tiers</Tabs.Tab>
          <Tabs.Tab value="prices">Prices</Tabs.Tab>
          <Tabs.Tab value="sign-ins">Sign-ins</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="adapters">
          <AdaptersTab />
        </Tabs.Panel>
        <Tabs.Panel value="tiers">
          <TiersTab />
        </Tabs.Panel>
        <Tabs.Panel value="prices">
          <PricesTab />
        </Tabs.Panel>
        <Tabs.Panel value="sign-ins">
          <SignInsTab />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}
