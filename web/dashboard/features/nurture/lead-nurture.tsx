"use client";

import { Button, Group, Select, Stack, Text, Timeline } from "@mantine/core";
import { useState } from "react";
import { absoluteTime, words } from "#kit/components/format.ts";
import { TimeAgo } from "#kit/components/time-ago.tsx";
import type { LeadDetail } from "#schema/lead.ts";
import { allows } from "#schema/machine.ts";
import { type Enrollment, enrollmentMachine } from "#schema/nurture.ts";
import { delayText, stepWords } from "./names.ts";
import { type NurtureStep, useNurture, useNurtureVerb, useSequences } from "./queries.ts";

/** The sequence that a lead follows, step by step, with what holds or stops it; else those it could follow. */
export function LeadNurture({ lead }: { lead: LeadDetail }) {
  const [newest] = useNurture(lead.id).data?.items ?? [];
  const follows = newest && allows(enrollmentMachine, newest.status, "exit");
  const open = (useSequences().data?.items ?? []).filter(({ status }) => status === "active");
  const mayFollow = !follows && lead.email !== null && open.length > 0;
  if (!newest && !mayFollow) return null;
  return (
    <Stack gap="xs" component="section" aria-label="Sequence">
      <Text component="h3" fw={600} size="sm">
        Sequence
      </Text>
      {newest ? <Followed lead={lead} enrollment={newest} /> : null}
      {mayFollow ? <Enter lead={lead} open={open} /> : null}
    </Stack>
  );
}

/** What can be done with a sequence that a lead follows, and how it is called. */
const actions: readonly { label: string; step: Exclude<NurtureStep, { verb: "enroll" }> }[] = [
  { label: "They wrote back", step: { verb: "pause", body: { answered: true } } },
  { label: "Pause", step: { verb: "pause", body: { answered: false } } },
  { label: "Go on", step: { verb: "resume" } },
  { label: "Stop", step: { verb: "exit" } },
];

function Followed({ lead, enrollment }: { lead: LeadDetail; enrollment: Enrollment }) {
  const { status, sequenceName, steps, currentStepOrder, nextStepAt, exitReason } = enrollment;
  const act = useNurtureVerb(lead.id);
  const offered = actions.filter(({ step }) => allows(enrollmentMachine, status, step.verb));
  const said = exitReason ? `left: ${words(exitReason)}` : status;
  return (
    <>
      <Text size="sm">
        {sequenceName}, {said}
        {nextStepAt && status === "active" ? `; next look ${absoluteTime(nextStepAt)}` : ""}
      </Text>
      <Timeline active={currentStepOrder - 1} bulletSize={16} lineWidth={2}>
        {steps.map((step, at) => (
          <Timeline.Item key={`${at}-${step.channel}`} title={<Text size="sm">{stepWords[step.channel]}</Text>}>
            <Text size="sm" lineClamp={2}>
              {step.body}
            </Text>
            <Text size="xs" c="dimmed">
              {step.executedAt ? (
                <>
                  {step.status === "skipped" ? "Left out" : "Done"} <TimeAgo at={step.executedAt} />
                </>
              ) : step.status === "scheduled" ? (
                "Being written or waiting for an approval"
              ) : (
                delayText(step.delayHours, at)
              )}
            </Text>
          </Timeline.Item>
        ))}
      </Timeline>
      <Group gap="xs">
        {offered.map(({ label, step }) => (
          <Button
            key={label}
            size="xs"
            {...(step.verb === "exit" ? { variant: "light", color: "red" } : { variant: "default" })}
            onClick={() => act.mutate(step)}
            loading={act.isPending}
          >
            {label}
          </Button>
        ))}
      </Group>
    </>
  );
}

function Enter({ lead, open }: { lead: LeadDetail; open: readonly { id: string; name: string }[] }) {
  const [sequenceId, setSequenceId] = useState<string | null>(null);
  const act = useNurtureVerb(lead.id);
  if (lead.consent.email !== "granted")
    return (
      <Text size="sm" c="dimmed">
        A sequence needs the lead's consent to e-mails.
      </Text>
    );
  return (
    <Group gap="xs" align="end">
      <Select
        size="xs"
        flex={1}
        label="Follow a sequence"
        placeholder="Choose one"
        data={open.map(({ id, name }) => ({ value: id, label: name }))}
        value={sequenceId}
        onChange={setSequenceId}
      />
      <Button
        size="xs"
        variant="light"
        disabled={!sequenceId}
        loading={act.isPending}
        onClick={() => sequenceId && act.mutate({ verb: "enroll", body: { sequenceId } })}
      >
        Start
      </Button>
    </Group>
  );
}
