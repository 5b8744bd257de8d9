"use client";

import { Alert, Anchor, Button, Group, Select, Stack, Text, TextInput } from "@mantine/core";
import Link from "next/link";
import { useState } from "react";
import type { NewsletterSending } from "#schema/newsletter.ts";
import type { PieceDetail } from "#schema/piece.ts";
import { useRights } from "../auth/session.ts";
import type { PortalName } from "../blog/paths.ts";
import { Attempt } from "../blog/publish-panel.tsx";
import { ConfirmDialog } from "../components/confirm-dialog.tsx";
import { ErrorBlock } from "../components/error-block.tsx";
import { Facts } from "../components/facts.tsx";
import { Panel } from "../components/panel.tsx";
import { TextSkeleton } from "../components/skeletons.tsx";
import { TimeAgo } from "../components/time-ago.tsx";
import { useChooseAudience, useSegments, useSend, useSending, useTestMail, useUnschedule } from "./queries.ts";

const fixed = [
  { value: "all", label: "Every reader" },
  { value: "leads", label: "Readers who are leads" },
  { value: "customers", label: "Readers who are customers" },
];

/** To whom a newsletter goes, how many that are, a test to oneself, and the sending. */
export function SendingPanel({ newsletter, portal }: { newsletter: PieceDetail; portal: PortalName }) {
  const sending = useSending(newsletter.id);
  if (sending.error && !sending.data)
    return <ErrorBlock error={sending.error} onRetry={() => void sending.refetch()} />;
  if (!sending.data) return <TextSkeleton lines={5} />;
  const { data } = sending;
  return (
    <Panel title="Sending">
      <Stack gap="md">
        <Facts
          facts={[
            ["Goes to", data.segmentName ?? fixed.find(({ value }) => value === data.audience)?.label ?? ""],
            ...(data.sentAt || data.recipients > 0
              ? ([
                  ["People", String(data.recipients)],
                  ["Came back", String(data.bounced)],
                  ["Left after it", String(data.unsubscribed)],
                  ["Sent", data.sentAt ? <TimeAgo key="sent" at={data.sentAt} /> : ""],
                ] as const)
              : ([
                  ["People now", String(data.count)],
                  ["Left out", data.suppressed > 0 ? `${data.suppressed} who are not written to` : ""],
                  ["Planned for", data.sendAt ? new Date(data.sendAt).toLocaleString() : ""],
                ] as const)),
          ]}
        />
        {data.postalAddress ? null : (
          <Alert color="yellow" title="The postal address is missing">
            Every mail says where its sender lives.{" "}
            {portal === "dashboard" ? (
              <Anchor component={Link} href="/contacts?view=mail">
                Fill it in under Mail settings
              </Anchor>
            ) : (
              "The client fills it in under Contacts, Mail settings,"
            )}{" "}
            before it is sent.
          </Alert>
        )}
        {newsletter.publish ? <Attempt attempt={newsletter.publish} /> : null}
        <Steps newsletter={newsletter} sending={data} />
      </Stack>
    </Panel>
  );
}

function Steps({ newsletter, sending }: { newsletter: PieceDetail; sending: NewsletterSending }) {
  const { can } = useRights();
  const { id, status, version } = newsletter;
  const test = useTestMail(id);
  if (!can("blog_post.publish")) return null;
  return (
    <>
      {["dm_review", "client_review", "approved"].includes(status) ? <Audience id={id} sending={sending} /> : null}
      {version > 0 ? (
        <Button
          variant="default"
          disabled={!sending.postalAddress}
          loading={test.isPending}
          onClick={() => test.mutate()}
        >
          Send me a test
        </Button>
      ) : null}
      {status === "approved" || status === "failed" ? <Send newsletter={newsletter} sending={sending} /> : null}
    </>
  );
}

function Audience({ id, sending }: { id: string; sending: NewsletterSending }) {
  const segments = useSegments().data?.items ?? [];
  const choose = useChooseAudience(id);
  const [wanted, setWanted] = useState<string | null>(null);
  const options = [...fixed, ...segments.map(({ id: value, name, count }) => ({ value, label: `${name} (${count})` }))];
  const present = sending.segmentName
    ? (segments.find(({ name }) => name === sending.segmentName)?.id ?? null)
    : sending.audience;
  const apply = () => {
    const isFixed = fixed.some(({ value }) => value === wanted);
    const audience = isFixed ? (wanted as "all" | "leads" | "customers") : "segment";
    choose.mutate({ audience, ...(isFixed ? {} : { segmentId: wanted ?? "" }) }, { onSettled: () => setWanted(null) });
  };
  return (
    <>
      <Select
        label="Audience"
        description="Readers of the newsletter only; nobody else gets it."
        data={options}
        value={wanted ?? present}
        allowDeselect={false}
        onChange={setWanted}
      />
      <ConfirmDialog
        opened={wanted !== null && wanted !== present}
        onClose={() => setWanted(null)}
        onConfirm={apply}
        title="Send it to others?"
        confirmLabel="Choose this audience"
        isBusy={choose.isPending}
      >
        To whom it goes is part of what is approved. The agency and you decide the newsletter once more.
      </ConfirmDialog>
    </>
  );
}

function Send({ newsletter, sending }: { newsletter: PieceDetail; sending: NewsletterSending }) {
  const { id, status, title } = newsletter;
  const [at, setAt] = useState("");
  const [isAsking, setAsking] = useState(false);
  const verb = status === "failed" ? "resend" : "send";
  const send = useSend(id, verb, () => setAsking(false));
  const unschedule = useUnschedule(id);
  const isPlanned = newsletter.publish?.status === "prepared";
  if (isPlanned)
    return (
      <Button variant="default" loading={unschedule.isPending} onClick={() => unschedule.mutate()}>
        Take it out of line
      </Button>
    );
  return (
    <>
      <TextInput
        label="When"
        description="Empty sends it at once. The time is yours."
        type="datetime-local"
        value={at}
        onChange={(event) => setAt(event.currentTarget.value)}
      />
      <Group grow>
        <Button disabled={!sending.postalAddress || sending.count === 0} onClick={() => setAsking(true)}>
          {verb === "resend" ? "Send again" : at ? "Plan it" : "Send now"}
        </Button>
      </Group>
      {sending.count === 0 ? (
        <Text size="sm" c="dimmed">
          Nobody is in this audience now.
        </Text>
      ) : null}
      <ConfirmDialog
        opened={isAsking}
        onClose={() => setAsking(false)}
        onConfirm={() => send.mutate(at ? { at: new Date(at).toISOString() } : {})}
        title={at ? "Plan the newsletter?" : "Send the newsletter?"}
        confirmLabel={at ? "Plan it" : `Send to ${sending.count}`}
        danger
        isBusy={send.isPending}
      >
        “{title}” goes to {sending.count} people{at ? ` on ${new Date(at).toLocaleString()}` : " now"}. It cannot be
        taken back.
      </ConfirmDialog>
    </>
  );
}
