"use client";

import { Button, Grid, Stack, Text } from "@mantine/core";
import { useHotkeys } from "@mantine/hooks";
import { IconEdit, IconLock } from "@tabler/icons-react";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import type { RepurposeSource } from "#schema/repurpose.ts";
import { WaitingNote } from "../approval/waiting-note.tsx";
import { useRights } from "../auth/session.ts";
import { ActivityPanel } from "../blog/activity-panel.tsx";
import { CriticPanel } from "../blog/critic-panel.tsx";
import { type PortalName, usePaths } from "../blog/paths.ts";
import { ErrorBlock } from "../components/error-block.tsx";
import { PageHeader } from "../components/page-header.tsx";
import { Panel } from "../components/panel.tsx";
import { TextSkeleton } from "../components/skeletons.tsx";
import { StatusBadge } from "../components/status-badge.tsx";
import { Readers } from "../newsletter/readers.tsx";
import { SendingPanel } from "../newsletter/sending-panel.tsx";
import { SwitchPanel } from "../publish/switch-panel.tsx";
import { RepurposePanel } from "../repurpose/repurpose-panel.tsx";
import { lockOf, wordingFor } from "./editing.ts";
import { type AnyPiece, kinds, listed } from "./kinds.ts";
import { PicturesPanel } from "./pictures-panel.tsx";
import { PieceEditor } from "./piece-editor.tsx";
import type { PieceKind } from "./piece-kinds.ts";
import { PieceText } from "./piece-text.tsx";
import { usePiece } from "./queries.ts";
import { SendPanel } from "./send-panel.tsx";
import { VersionsPanel } from "./versions-panel.tsx";

interface PiecePageProps {
  portal: PortalName;
  kind: PieceKind;
  id: string;
}

/** One piece as it would go out, with what helps to judge it and how its sending goes. */
export function PiecePage({ portal, kind, id }: PiecePageProps) {
  const piece = usePiece(kind, id);
  if (piece.error && !piece.data)
    return (
      <ErrorBlock error={piece.error} title="The piece could not be loaded." onRetry={() => void piece.refetch()} />
    );
  if (!piece.data) return <TextSkeleton lines={12} />;
  return <Loaded portal={portal} kind={kind} piece={piece.data} />;
}

function Loaded({ portal, kind, piece }: { portal: PortalName; kind: PieceKind; piece: AnyPiece }) {
  const paths = usePaths(portal);
  const { title, about, status } = listed(piece);
  const { can } = useRights();
  const [mode, setMode] = useQueryState("mode", parseAsStringLiteral(["read", "edit"]).withDefault("read"));
  const mayEdit = can("blog_post.edit");
  const lock = lockOf(piece);
  const wording = mayEdit && lock === null ? wordingFor(piece) : null;
  const isEditing = wording !== null && mode === "edit";
  useHotkeys([["e", () => wording && setMode("edit")]]);
  return (
    <>
      <PageHeader
        title={title}
        badge={<StatusBadge kind="piece" status={status} />}
        lead={`${about ? `${about} · ` : ""}version ${piece.version}`}
        crumbs={[{ label: kinds[kind].title, href: paths.pieces(kind) }]}
        actions={
          wording && !isEditing ? (
            <Button
              variant="default"
              leftSection={<IconEdit size={16} aria-hidden />}
              aria-keyshortcuts="e"
              onClick={() => void setMode("edit")}
            >
              Edit
            </Button>
          ) : undefined
        }
      />
      <Grid>
        <Grid.Col span={{ base: 12, lg: 7 }}>
          <Stack gap="md">
            {kinds[kind].approvals.map((approval) => (
              <WaitingNote key={approval} portal={portal} kind={approval} subjectIds={[piece.id]} />
            ))}
            {mayEdit && lock !== null && piece.version > 0 ? <Locked why={lock} /> : null}
            {isEditing ? (
              <PieceEditor kind={kind} piece={piece} wording={wording} onDone={() => void setMode(null)} />
            ) : (
              <PieceText piece={piece} />
            )}
            {"platform" in piece ? <PicturesPanel key={piece.version} post={piece} /> : null}
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 5 }}>
          <Stack gap="md">
            <Sending portal={portal} kind={kind} piece={piece} />
            {kind === "ads" && status === "pushed" ? <SwitchPanel portal={portal} id={piece.id} /> : null}
            {"critic" in piece && kind !== "ads" ? (
              <Panel title="Critic">
                <CriticPanel critic={piece.critic} version={piece.version} />
              </Panel>
            ) : null}
            <VersionsPanel kind={kind} piece={piece} />
            <MadeOfIt portal={portal} kind={kind} piece={piece} />
            {piece.activityId ? (
              <Panel title="How it was made">
                <ActivityPanel activityId={piece.activityId} portal={portal} />
              </Panel>
            ) : null}
          </Stack>
        </Grid.Col>
      </Grid>
    </>
  );
}

/** Says why there is nothing to edit. */
function Locked({ why }: { why: string }) {
  return (
    <Text size="sm" c="dimmed">
      <IconLock size={14} aria-hidden style={{ verticalAlign: "-2px" }} /> Cannot be edited now. {why}
    </Text>
  );
}

const beginsWith = ["sending", "send_unknown", "sent", "failed"];

/** What becomes of a text that the client approved. */
const sources: Partial<Record<PieceKind, { type: RepurposeSource; from: readonly string[] }>> = {
  social: {
    type: "social_post",
    from: ["client_approved", "scheduled", "publishing", "published", "publish_unknown", "publish_failed"],
  },
  newsletters: { type: "newsletter", from: ["approved", ...beginsWith] },
};

function MadeOfIt({ portal, kind, piece }: Omit<PiecePageProps, "id"> & { piece: AnyPiece }) {
  const source = sources[kind];
  if (!source) return null;
  return (
    <RepurposePanel
      boxed
      portal={portal}
      source={{ sourceType: source.type, sourceId: piece.id }}
      isApproved={source.from.includes(piece.status)}
    />
  );
}

/** Newsletters go to many people, everything else to one account. */
function Sending({ portal, kind, piece }: { portal: PortalName; kind: PieceKind; piece: AnyPiece }) {
  const { can } = useRights();
  if (!("type" in piece) || piece.type !== "newsletter" || !("publish" in piece))
    return kinds[kind].send ? <SendPanel kind={kind} piece={piece} /> : null;
  // Who may not see people sees no audience either.
  if (!can("lead.edit")) return null;
  return (
    <>
      <SendingPanel newsletter={piece} portal={portal} />
      {beginsWith.includes(piece.status) ? <Readers id={piece.id} /> : null}
    </>
  );
}
