"use client";

import { Stack } from "@mantine/core";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import type { ReactNode } from "react";
import type { PortalName } from "../blog/paths.ts";
import { PageHeader } from "../components/page-header.tsx";
import { StatusTabs } from "../components/status-tabs.tsx";
import { AdSpendPanel, AdsPanel } from "./ads-panel.tsx";
import { AdvicePanel } from "./advice-panel.tsx";
import { AnalysesPanel } from "./analyses-panel.tsx";
import { UnusualPanel } from "./unusual-panel.tsx";

const views = ["advice", "analyses", "ads", "unusual"] as const;
const options = [
  { value: "advice", label: "Advice" },
  { value: "analyses", label: "Channels" },
  { value: "ads", label: "Ads" },
  { value: "unusual", label: "Unusual numbers" },
] as const;
const panels: Record<(typeof views)[number], (portal: PortalName) => ReactNode> = {
  advice: () => <AdvicePanel />,
  analyses: () => <AnalysesPanel />,
  ads: (portal) => (
    <>
      <AdSpendPanel portal={portal} />
      <AdsPanel portal={portal} />
    </>
  ),
  unusual: () => <UnusualPanel />,
};

/** What the numbers of channels and ads say, what they advise, and what is unusual in them. */
export function InsightsPage({ portal }: { portal: PortalName }) {
  const [view, setView] = useQueryState("view", parseAsStringLiteral(views).withDefault("advice"));
  return (
    <>
      <PageHeader title="Insights" lead="What the numbers of your channels say and advise." />
      <Stack gap="md">
        <StatusTabs label="Part" value={view} options={options} onChange={(value) => void setView(value)} />
        {panels[view](portal)}
      </Stack>
    </>
  );
}
