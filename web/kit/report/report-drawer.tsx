"use client";

import { Alert, Button, Group, List, Stack, Text, Title } from "@mantine/core";
import { IconAlertTriangle, IconFileTypePdf, IconMail } from "@tabler/icons-react";
import { useState } from "react";
import type { ReportDetail } from "#schema/report.ts";
import { useRights } from "../auth/session.ts";
import type { PortalName } from "../blog/paths.ts";
import { ConfirmDialog } from "../components/confirm-dialog.tsx";
import { DetailDrawer } from "../components/detail-drawer.tsx";
import { ErrorBlock } from "../components/error-block.tsx";
import { daySpan } from "../components/format.ts";
import { Markdown } from "../components/markdown.tsx";
import { TextSkeleton } from "../components/skeletons.tsx";
import { StatusBadge } from "../components/status-badge.tsx";
import { RepurposePanel } from "../repurpose/repurpose-panel.tsx";
import { useAgain, usePdf, useRemove, useReport } from "./queries.ts";
import { ReportFigures } from "./report-figures.tsx";
import { SendDialog } from "./send-dialog.tsx";

interface ReportDrawerProps {
  portal: PortalName;
  id: string | null;
  onClose: () => void;
}

/** One report over the list, to read, to load as PDF, to take away. */
export function ReportDrawer({ portal, id, onClose }: ReportDrawerProps) {
  return (
    <DetailDrawer id={id} onClose={onClose} title="Report" size="xl">
      {(one) => <Body portal={portal} id={one} onClose={onClose} />}
    </DetailDrawer>
  );
}

function Body({ portal, id, onClose }: { portal: PortalName; id: string; onClose: () => void }) {
  const report = useReport(id);
  if (report.error && !report.data) return <ErrorBlock error={report.error} onRetry={() => void report.refetch()} />;
  if (!report.data) return <TextSkeleton lines={10} />;
  const { data } = report;
  return (
    <Stack gap="md">
      <Group justify="space-between" gap="xs">
        <Title order={2} size="h4">
          {data.label}
        </Title>
        <StatusBadge kind="report" status={data.status} />
      </Group>
      <Text size="sm" c="dimmed">
        {daySpan(data.startsOn, data.endsOn)}
        {data.prompt ? `: ${data.prompt}` : ""}
      </Text>
      <Verbs report={data} onRemoved={onClose} />
      {data.status === "generating" ? <TextSkeleton lines={6} /> : null}
      {data.status === "failed" ? (
        <Alert color="red" icon={<IconAlertTriangle aria-hidden />} title="It could not be written">
          {data.failureMessage ?? "Try again."}
        </Alert>
      ) : null}
      {data.highlights.length > 0 ? (
        <List size="sm">
          {data.highlights.map((text) => (
            <List.Item key={text}>{text}</List.Item>
          ))}
        </List>
      ) : null}
      {data.sections.map(({ title, body }) => (
        <section key={title} aria-label={title}>
          <Title order={3} size="h5" mb="xs">
            {title}
          </Title>
          <Markdown look="plain">{body}</Markdown>
        </section>
      ))}
      {data.content ? (
        <RepurposePanel
          portal={portal}
          source={{ sourceType: "report", sourceId: id }}
          isApproved={data.status === "ready"}
        />
      ) : null}
      {data.figures ? <ReportFigures figures={data.figures} /> : null}
    </Stack>
  );
}

function Verbs({ report, onRemoved }: { report: ReportDetail; onRemoved: () => void }) {
  const pdf = usePdf(report.id);
  const again = useAgain(report.id);
  const remove = useRemove(report.id, onRemoved);
  const [isAsked, setAsked] = useState(false);
  const [isSending, setSending] = useState(false);
  const { can } = useRights();
  const mayChange = can("report.generate");
  return (
    <Group gap="xs">
      {report.status === "ready" ? (
        <Button
          size="xs"
          leftSection={<IconFileTypePdf size={16} aria-hidden />}
          loading={pdf.isPending}
          onClick={() => pdf.mutate()}
        >
          PDF
        </Button>
      ) : null}
      {report.status === "ready" && mayChange ? (
        <Button
          size="xs"
          variant="default"
          leftSection={<IconMail size={16} aria-hidden />}
          onClick={() => setSending(true)}
        >
          Send
        </Button>
      ) : null}
      <SendDialog report={report} opened={isSending} onClose={() => setSending(false)} />
      {report.status === "failed" && mayChange ? (
        <Button size="xs" loading={again.isPending} onClick={() => again.mutate()}>
          Try again
        </Button>
      ) : null}
      {report.status !== "generating" && mayChange ? (
        <Button size="xs" variant="default" onClick={() => setAsked(true)}>
          Delete
        </Button>
      ) : null}
      <ConfirmDialog
        opened={isAsked}
        onClose={() => setAsked(false)}
        onConfirm={() => remove.mutate()}
        title="Delete the report?"
        confirmLabel="Delete"
        danger
        isBusy={remove.isPending}
      >
        “{report.label}” is taken away for everybody. Its figures can be reported again.
      </ConfirmDialog>
    </Group>
  );
}
