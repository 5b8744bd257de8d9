"use client";

import { Button, Group, Stack, Text, Textarea } from "@mantine/core";
import { useState } from "react";
import { useRights } from "#kit/auth/session.ts";
import { DetailDrawer } from "#kit/components/detail-drawer.tsx";
import { ErrorBlock } from "#kit/components/error-block.tsx";
import { Facts } from "#kit/components/facts.tsx";
import { money, words } from "#kit/components/format.ts";
import { TextSkeleton } from "#kit/components/skeletons.tsx";
import { StatusBadge } from "#kit/components/status-badge.tsx";
import { TimeAgo } from "#kit/components/time-ago.tsx";
import { type LeadDetail, leadMachine } from "#schema/lead.ts";
import type { LeadEmail } from "#schema/lead-email.ts";
import { allows } from "#schema/machine.ts";
import { LeadNurture } from "../nurture/lead-nurture.tsx";
import { nameOf, sourceOf } from "./names.ts";
import { useDraft, useEmails, useEnrich, useHistory, useLead, useMove, useNote, useSendMail } from "./queries.ts";

/** One lead over the list: what is known, what happened, and the next step. */
export function LeadDrawer({ id, onClose }: { id: string | null; onClose: () => void }) {
  return (
    <DetailDrawer id={id} onClose={onClose} title="Lead">
      {(one) => <Body id={one} />}
    </DetailDrawer>
  );
}

function Body({ id }: { id: string }) {
  const lead = useLead(id);
  if (lead.error && !lead.data) return <ErrorBlock error={lead.error} onRetry={() => void lead.refetch()} />;
  if (!lead.data) return <TextSkeleton lines={8} />;
  const { data } = lead;
  const revenue = data.revenue ? money(data.revenue) : "";
  return (
    <Stack gap="md">
      <Group justify="space-between" gap="xs">
        <Text component="h2" fw={600} size="lg">
          {nameOf(data)}
        </Text>
        <StatusBadge kind="lead" status={data.status} />
      </Group>
      <Facts
        facts={[
          ["E-mail", data.email],
          ["Phone", data.phone ?? data.phoneRaw],
          ["Company", data.company],
          ["Came by", sourceOf(data.source)],
          ...known("Size", data.enrichment.companySize),
          ...known("Industry", data.enrichment.industry),
          ...known("Deal", [data.dealStage, revenue].filter(Boolean).join(", ")),
        ]}
      />
      {data.message ? (
        <section aria-label="Their message">
          <Text fw={600} size="sm" mb={4}>
            Their message
          </Text>
          <Text size="sm" style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>
            {data.message}
          </Text>
        </section>
      ) : null}
      <Score lead={data} />
      <Steps lead={data} />
      <LeadNurture lead={data} />
      <Emails id={id} />
      <History id={id} />
    </Stack>
  );
}

const known = (name: string, value: string | null | undefined): [string, string][] => (value ? [[name, value]] : []);

function Score({ lead: { score, band, scoreFactors } }: { lead: LeadDetail }) {
  if (score === null) return null;
  const counted = scoreFactors.filter(({ points }) => points > 0);
  return (
    <section aria-label="Score">
      <Text fw={600} size="sm" mb={4}>
        Score {score} of 100, {band}
      </Text>
      <Facts
        facts={counted.map(({ group, factor, points, evidence }) => [
          words(factor),
          `${group === "negative" ? "−" : "+"}${points}${evidence ? ` · ${evidence}` : ""}`,
        ])}
      />
    </section>
  );
}

const steps = [
  { verb: "contact", label: "Mark as contacted" },
  { verb: "qualify", label: "Mark as qualified" },
  { verb: "convert", label: "Mark as customer" },
  { verb: "reopen", label: "Reopen" },
] as const;

function Steps({ lead }: { lead: LeadDetail }) {
  const move = useMove(lead.id);
  const enrich = useEnrich(lead.id);
  const draft = useDraft(lead.id);
  return (
    <Group gap="xs">
      {steps
        .filter(({ verb }) => allows(leadMachine, lead.status, verb))
        .map(({ verb, label }) => (
          <Button key={verb} size="xs" variant="default" onClick={() => move.mutate({ verb })} loading={move.isPending}>
            {label}
          </Button>
        ))}
      {allows(leadMachine, lead.status, "disqualify") ? (
        <Button size="xs" variant="default" onClick={() => move.mutate({ verb: "disqualify", reason: "not_a_fit" })}>
          Not a fit
        </Button>
      ) : null}
      {lead.email ? (
        <>
          <Button size="xs" variant="light" loading={draft.isPending} onClick={() => draft.mutate()}>
            Write an e-mail
          </Button>
          <Button
            size="xs"
            variant="light"
            disabled={lead.enriching}
            loading={enrich.isPending}
            onClick={() => enrich.mutate()}
          >
            {lead.enriching ? "Looking the company up" : "Look the company up"}
          </Button>
        </>
      ) : null}
    </Group>
  );
}

function Emails({ id }: { id: string }) {
  const items = useEmails(id).data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <Stack gap="xs">
      <Text component="h3" fw={600} size="sm">
        E-mails
      </Text>
      {items.map((mail) => (
        <Stack key={mail.id} gap={2}>
          <Text size="sm">{mail.subject || "Being written"}</Text>
          <Text size="xs" c="dimmed">
            {mailWords[mail.status]}, <TimeAgo at={mail.createdAt} />
          </Text>
          {mail.status === "approved" ? <SendMail mail={mail} leadId={id} /> : null}
        </Stack>
      ))}
    </Stack>
  );
}

const mailWords: Record<LeadEmail["status"], string> = {
  writing: "Being written",
  draft: "The agency decides",
  approved: "Approved, goes out soon",
  sending: "Being sent",
  sent: "Sent",
  send_unknown: "Nobody knows whether it arrived",
  failed: "Not sent",
  discarded: "Laid aside",
};

function SendMail({ mail, leadId }: { mail: LeadEmail; leadId: string }) {
  const { can } = useRights();
  const send = useSendMail(mail.id, leadId);
  if (!can("blog_post.publish")) return null;
  return (
    <Group>
      <Button size="compact-xs" variant="light" loading={send.isPending} onClick={() => send.mutate()}>
        Send now
      </Button>
    </Group>
  );
}

function History({ id }: { id: string }) {
  const [body, setBody] = useState("");
  const items = useHistory(id).data?.items ?? [];
  const note = useNote(id, () => setBody(""));
  return (
    <Stack gap="xs">
      <Text component="h3" fw={600} size="sm">
        What happened
      </Text>
      <Textarea
        aria-label="New note"
        placeholder="Write a note"
        autosize
        minRows={2}
        maxLength={5_000}
        value={body}
        onChange={(event) => setBody(event.currentTarget.value)}
      />
      <Group justify="flex-end">
        <Button
          size="xs"
          disabled={body.trim() === ""}
          loading={note.isPending}
          onClick={() => note.mutate(body.trim())}
        >
          Add note
        </Button>
      </Group>
      {items.map((event) => (
        <Stack key={event.id} gap={2}>
          <Text size="sm" style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>
            {event.description ?? event.type.replaceAll("_", " ")}
          </Text>
          <Text size="xs" c="dimmed">
            {event.type === "email_received" ? "Answered by e-mail" : event.by}, <TimeAgo at={event.occurredAt} />
          </Text>
        </Stack>
      ))}
    </Stack>
  );
}
