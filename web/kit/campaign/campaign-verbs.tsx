"use client";

import { ActionIcon, Button, Menu, Tooltip } from "@mantine/core";
import { IconArchive, IconDots, IconFlag, IconPlayerPause, IconPlayerPlay, IconSend } from "@tabler/icons-react";
import { useState } from "react";
import { campaignMachine } from "#schema/campaign.ts";
import type { CampaignDetail, CampaignStep } from "#schema/campaign-plan.ts";
import { allows } from "#schema/machine.ts";
import { useRights } from "../auth/session.ts";
import { ConfirmDialog } from "../components/confirm-dialog.tsx";
import { channelsOf } from "./names.ts";
import { useStep } from "./queries.ts";

type Verb = CampaignStep["verb"];
const verbs: Record<Verb, { label: string; icon: typeof IconSend; right: string; asks?: string }> = {
  submit: { label: "Hand in for decision", icon: IconSend, right: "campaign.create" },
  activate: {
    label: "Begin",
    icon: IconPlayerPlay,
    right: "campaign.decide_dm",
    asks: "It goes to work as it was approved, and what its brief says has to be made is ordered.",
  },
  resume: {
    label: "Go on",
    icon: IconPlayerPlay,
    right: "campaign.decide_dm",
    asks: "It goes to work again, and work that was let go is ordered anew.",
  },
  pause: {
    ...{ label: "Pause", icon: IconPlayerPause, right: "campaign.decide_dm" },
    asks: "Work for it that nobody has begun is let go; it is ordered again when the campaign goes on.",
  },
  complete: {
    label: "End",
    icon: IconFlag,
    right: "campaign.decide_dm",
    asks: "Nothing more is done for it. This cannot be taken back.",
  },
  archive: { label: "Archive", icon: IconArchive, right: "campaign.create", asks: "It leaves the work of everybody." },
};
/** The step that a state waits for stands beside the title; the others are in the menu. */
const first: readonly Verb[] = ["submit", "activate", "resume"];

/** What may be done with a campaign now. */
export function CampaignVerbs({ campaign }: { campaign: CampaignDetail }) {
  const { can } = useRights();
  const [asked, setAsked] = useState<Verb | null>(null);
  const step = useStep(campaign.id, () => setAsked(null));
  const isOutreach = campaign.type === "email_outreach";
  const open = (Object.keys(verbs) as Verb[]).filter(
    (verb) => !isOutreach && can(verbs[verb].right) && allows(campaignMachine, campaign.status, verb),
  );
  const start = (verb: Verb) => (verbs[verb].asks ? setAsked(verb) : step.mutate({ verb }));
  const primary = open.find((verb) => first.includes(verb));
  const others = open.filter((verb) => verb !== primary);
  const lacksBrief = primary === "submit" && campaign.brief === null;
  return (
    <>
      {primary ? (
        <Tooltip label="It is decided by its brief; have one written first" disabled={!lacksBrief}>
          <Button
            {...(lacksBrief ? { "data-disabled": true } : {})}
            aria-disabled={lacksBrief}
            loading={step.isPending && step.variables?.verb === primary}
            onClick={() => {
              if (!lacksBrief) start(primary);
            }}
          >
            {verbs[primary].label}
          </Button>
        </Tooltip>
      ) : null}
      {others.length > 0 ? (
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon size="lg" variant="default" aria-label="More">
              <IconDots size={18} aria-hidden />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            {others.map((verb) => {
              const Icon = verbs[verb].icon;
              return (
                <Menu.Item key={verb} leftSection={<Icon size={16} aria-hidden />} onClick={() => start(verb)}>
                  {verbs[verb].label}
                </Menu.Item>
              );
            })}
          </Menu.Dropdown>
        </Menu>
      ) : null}
      <ConfirmDialog
        opened={asked !== null}
        onClose={() => setAsked(null)}
        onConfirm={() => asked && step.mutate({ verb: asked })}
        title={asked ? `${verbs[asked].label}?` : ""}
        confirmLabel={asked ? verbs[asked].label : ""}
        danger={asked === "complete" || asked === "archive"}
        isBusy={step.isPending}
      >
        “{campaign.name}” on {channelsOf(campaign.channels)}. {asked ? verbs[asked].asks : ""}
      </ConfirmDialog>
    </>
  );
}
