"use client";

import { Grid, Stack } from "@mantine/core";
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
import { type AnyPiece, kinds, listed } from "./kinds.ts";
import type { PieceKind } from "./piece-kinds.ts";
import { PieceText } from "./piece-text.tsx";
import { usePiece } from "./queries.ts";
import { SendPanel } from "./send-panel.tsx";

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
  return (
    <>
      <PageHeader
        title={title}
        badge={<StatusBadge kind="piece" status={status} />}
        lead={`${about ? `${about} · ` : ""}version ${piece.version}`}
        crumbs={[{ label: kinds[kind].title, href: paths.pieces(kind) }]}
      />
      <Grid>
        <Grid.Col span={{ base: 12, lg: 7 }}>
          <Stack gap="md">
            {kinds[kind].approvals.map((approval) => (
              <WaitingNote key={approval} portal={portal} kind={approval} subjectIds={[piece.id]} />
            ))}
            <PieceText piece={piece} />
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
