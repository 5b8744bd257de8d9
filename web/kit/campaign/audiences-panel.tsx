"use client";

import { Button, SimpleGrid, Stack, Text } from "@mantine/core";
import { IconSparkles, IconUsersGroup } from "@tabler/icons-react";
import type { CampaignAudience, CampaignDetail } from "#schema/campaign-plan.ts";
import { EmptyState } from "../components/empty-state.tsx";
import { Facts } from "../components/facts.tsx";
import { Panel } from "../components/panel.tsx";
import { channelWords } from "./names.ts";
import { useAudience } from "./queries.ts";

/** Whom the campaign addresses, platform by platform. */
export function AudiencesPanel({ campaign, mayWrite }: { campaign: CampaignDetail; mayWrite: boolean }) {
  const find = useAudience(campaign.id);
  const isBusy = campaign.atWork.includes("audience-analyst");
  const { audiences } = campaign;
  const action = mayWrite ? (
    <Button
      size="xs"
      variant={audiences.length > 0 ? "default" : "filled"}
      leftSection={<IconSparkles size={15} aria-hidden />}
      loading={find.isPending}
      disabled={isBusy}
      onClick={() => find.mutate()}
    >
      {audiences.length > 0 ? "Have them worked out anew" : "Have audiences worked out"}
    </Button>
  ) : null;
  if (audiences.length === 0)
    return (
      <Panel>
        <EmptyState
          icon={IconUsersGroup}
          title={isBusy ? "The audiences are being worked out" : "No audiences yet"}
          text="They say to each platform whom the campaign is shown to."
          action={action}
        />
      </Panel>
    );
  return (
    <Stack gap="md">
      {action ? <div>{action}</div> : null}
      <SimpleGrid cols={{ base: 1, md: 2 }}>
        {audiences.map((audience) => (
          <Audience key={audience.id} audience={audience} />
        ))}
      </SimpleGrid>
    </Stack>
  );
}

function Audience({ audience: { name, description, definition } }: { audience: CampaignAudience }) {
  const { platform, ageMin, ageMax, locations, interests, jobTitles, exclusions, rationale } = definition;
  const age = ageMin || ageMax ? `${ageMin ?? "–"} to ${ageMax ?? "–"}` : null;
  const facts: [string, string | null][] = [
    ["Where", channelWords[platform]],
    ["Age", age],
    ["Places", locations.join(", ")],
    ["Interests", interests.join(", ")],
    ["Work", jobTitles.join(", ")],
    ["Not", exclusions.join(", ")],
  ];
  return (
    <Panel title={name}>
      <Stack gap="sm">
        <Text size="sm">{description}</Text>
        <Facts facts={facts.filter(([, value]) => value)} />
        <Text size="sm" c="dimmed">
          {rationale}
        </Text>
      </Stack>
    </Panel>
  );
}
