"use client";

import { Anchor, Button, Stack, Text, TextInput } from "@mantine/core";
import { IconSend } from "@tabler/icons-react";
import { useState } from "react";
import { useRights } from "../auth/session.ts";
import { Attempt } from "../blog/publish-panel.tsx";
import { ConfirmDialog } from "../components/confirm-dialog.tsx";
import { EmptyState } from "../components/empty-state.tsx";
import { absoluteTime } from "../components/format.ts";
import { Panel } from "../components/panel.tsx";
import { TimeAgo } from "../components/time-ago.tsx";
import { type AnyPiece, kinds, listed } from "./kinds.ts";
import type { PieceKind } from "./piece-kinds.ts";
import { useSend, useUnschedule } from "./queries.ts";

/** How the sending of a piece goes, and the next step of it. */
export function SendPanel({ kind, piece }: { kind: PieceKind; piece: AnyPiece }) {
  const { can } = useRights();
  const attempt = "publish" in piece ? piece.publish : null;
  const publishedUrl = "publishedUrl" in piece ? piece.publishedUrl : null;
  const scheduledAt = "scheduledAt" in piece ? piece.scheduledAt : null;
  const { send } = kinds[kind];
  const isLetGo = !("isApproved" in piece) || piece.isApproved;
  const maySend = can("blog_post.publish") && isLetGo && (send?.from.includes(piece.status) ?? false);
  const isPlanned = piece.status === "scheduled";
  const { outAt, plannedAt } = listed(piece);
  return (
    <Panel title="Going out">
      <Stack gap="md">
        {publishedUrl ? (
          <Anchor href={publishedUrl} target="_blank" rel="noreferrer" size="sm" style={{ overflowWrap: "anywhere" }}>
            {publishedUrl}
          </Anchor>
        ) : null}
        {isPlanned && scheduledAt ? (
          <Text size="sm">
            Goes out <TimeAgo at={scheduledAt} />.
          </Text>
        ) : null}
        {outAt === null && plannedAt !== null ? (
          <Text size="sm" c="dimmed">
            The plan has it go out <TimeAgo at={plannedAt} />.
          </Text>
        ) : null}
        {attempt ? <Attempt attempt={attempt} /> : null}
        {isPlanned && can("blog_post.publish") ? <Unschedule kind={kind} id={piece.id} /> : null}
        {maySend ? <Send kind={kind} piece={piece} /> : null}
        {attempt || publishedUrl || isPlanned || maySend ? null : (
          <EmptyState
            compact
            icon={IconSend}
            title={piece.status === "published" || piece.status === "sent" ? "It is out" : "Nothing has been sent yet"}
            text="Once it is approved it can go out, and each step shows here."
          />
        )}
      </Stack>
    </Panel>
  );
}

function Unschedule({ kind, id }: { kind: PieceKind; id: string }) {
  const take = useUnschedule(kind, id);
  return (
    <Button variant="default" size="xs" loading={take.isPending} onClick={() => take.mutate()}>
      Take it out of line
    </Button>
  );
}

function Send({ kind, piece }: { kind: PieceKind; piece: AnyPiece }) {
  const [at, setAt] = useState("");
  const [isAsking, setAsking] = useState(false);
  const send = useSend(kind, piece.id, () => setAsking(false));
  const way = kinds[kind].send;
  if (!way) return null;
  const when = at === "" ? null : new Date(at).toISOString();
  return (
    <Stack gap="xs">
      {way.planned ? (
        <TextInput
          type="datetime-local"
          label="When"
          description="Empty: at its planned time, else at once."
          value={at}
          onChange={(event) => setAt(event.currentTarget.value)}
        />
      ) : null}
      <Button leftSection={<IconSend size={16} aria-hidden />} onClick={() => setAsking(true)}>
        {way.label}…
      </Button>
      <ConfirmDialog
        opened={isAsking}
        onClose={() => setAsking(false)}
        onConfirm={() => send.mutate(when ? { at: when } : {})}
        title={`${way.label}?`}
        confirmLabel={way.label}
        isBusy={send.isPending}
      >
        “{listed(piece).title}”, version {piece.version}, goes out{" "}
        {when ? absoluteTime(when) : "at its planned time, else at once"}.
      </ConfirmDialog>
    </Stack>
  );
}
