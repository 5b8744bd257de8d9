"use client";

import { Button, Stack } from "@mantine/core";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { ConfirmDialog } from "#kit/components/confirm-dialog.tsx";
import { ErrorBlock } from "#kit/components/error-block.tsx";
import { PageHeader } from "#kit/components/page-header.tsx";
import { Panel } from "#kit/components/panel.tsx";
import { TextSkeleton } from "#kit/components/skeletons.tsx";
import { ToneBadge } from "#kit/components/status-badge.tsx";
import type { Skill } from "#schema/skill.ts";
import { useChangeSkill, useRemoveSkill, useSkill } from "./queries.ts";
import { SkillForm } from "./skill-form.tsx";
import { SkillHistory } from "./skill-history.tsx";

/** One of the platform's skills: read, edited, switched, and what it said before. */
export function SkillPage({ id }: { id: string }) {
  const skill = useSkill(id);
  if (skill.data) return <Loaded skill={skill.data} />;
  return (
    <>
      <PageHeader title="Skill" crumbs={[{ label: "Skills", href: "/skills" }]} />
      {skill.isError ? (
        <ErrorBlock error={skill.error} title="The skill could not be loaded." onRetry={() => void skill.refetch()} />
      ) : (
        <TextSkeleton lines={10} />
      )}
    </>
  );
}

function Loaded({ skill }: { skill: Skill }) {
  return (
    <>
      <PageHeader
        title={skill.name}
        badge={<ToneBadge tone={skill.enabled ? "done" : "waiting"}>{skill.enabled ? "On" : "Off"}</ToneBadge>}
        lead={`Version ${skill.version}, for every tenant that has none of its own of this name`}
        actions={<Verbs skill={skill} />}
      />
      <Stack gap="lg">
        <Panel title="Skill">
          <SkillForm key={skill.rowVersion} skill={skill} />
        </Panel>
        <SkillHistory skill={skill} />
      </Stack>
    </>
  );
}

function Verbs({ skill }: { skill: Skill }) {
  const router = useRouter();
  const [isAsked, setAsked] = useState(false);
  const change = useChangeSkill(skill);
  const remove = useRemoveSkill(skill, () => router.push("/skills"));
  return (
    <>
      <Button variant="default" loading={change.isPending} onClick={() => change.mutate({ enabled: !skill.enabled })}>
        {skill.enabled ? "Switch off" : "Switch on"}
      </Button>
      <Button variant="default" color="red" onClick={() => setAsked(true)}>
        Remove
      </Button>
      <ConfirmDialog
        opened={isAsked}
        onClose={() => setAsked(false)}
        onConfirm={() => remove.mutate()}
        title={`Remove ${skill.name} for every tenant?`}
        confirmLabel="Remove"
        danger
        isBusy={remove.isPending}
      >
        No agent can load it any more. Tenants keep what they wrote under this name.
      </ConfirmDialog>
    </>
  );
}
