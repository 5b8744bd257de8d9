"use client";
import { Stack, Tabs } from "@mantine/core";
import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { BlogPost, Claim } from "#schema/blog.ts";
import { CommentPanel } from "../comments/comment-panel.tsx";
import { RepurposePanel } from "../repurpose/repurpose-panel.tsx";
import { ActivityPanel } from "./activity-panel.tsx";
import classes from "./blog-page.module.css";
import { ChangesPanel } from "./changes-panel.tsx";
import { CriticPanel } from "./critic-panel.tsx";
import { HealthPanel } from "./health-panel.tsx";
import { IdeasPanel } from "./ideas-panel.tsx";
import { type PortalName, usePaths } from "./paths.ts";
import type { PlacedClaim } from "./place-claims.ts";
import { PublishPanel } from "./publish-panel.tsx";
import { ScorePanel } from "./score-panel.tsx";
import { SourcesPanel } from "./sources-panel.tsx";
import { countSupport } from "./support.ts";
import { VersionsPanel } from "./versions-panel.tsx";

export const evidenceTabs = [
  "sources",
  "changes",
  "critic",
  "score",
  "ideas",
  "comments",
  "versions",
  "publish",
  "health",
  "activity",
] as const;
export type EvidenceTab = (typeof evidenceTabs)[number];

interface Props {
  post: BlogPost;
  portal: PortalName;
  tab: EvidenceTab;
  onTab(tab: EvidenceTab): void;
  onCompare(from: number, to: number): void;
  claims: UseQueryResult<{ items: Claim[] }>;
  placed: readonly PlacedClaim[];
  activeClaim: string | null;
  onClaim(claimId: string | null): void;
}

const labels: Record<EvidenceTab, string> = {
  sources: "Sources",
  changes: "Changes",
  critic: "Critic",
  score: "Score",
  ideas: "Ideas",
  comments: "Comments",
  versions: "Versions",
  publish: "Publish",
  health: "Health",
  activity: "Activity",
};

/** States of a post that the client approved. */
const approved: readonly string[] = [
  ...["client_approved", "publishing", "cms_draft", "published", "publish_unknown", "publish_failed"],
];

/** All that helps to judge a post, beside it. */
export function EvidenceTabs({ post, portal, tab, onTab, onCompare, claims, placed, activeClaim, onClaim }: Props) {
  const paths = usePaths(portal);
  const support = countSupport(placed.map((place) => place.claim));
  const figures: Partial<Record<EvidenceTab, number>> = {
    sources: support.unsupported,
    critic: post.critic?.issues.filter((issue) => issue.severity === "blocking").length ?? 0,
    publish: post.publish?.status === "unknown" ? 1 : 0,
  };
  const panels: Record<EvidenceTab, () => ReactNode> = {
    sources: () => (
      <SourcesPanel
        postId={post.id}
        query={claims}
        placed={placed}
        activeId={activeClaim}
        mayWaive={portal === "dm" && post.mayEdit}
        fileHref={paths.file}
        onSelect={onClaim}
      />
    ),
    changes: () => <ChangesPanel postId={post.id} version={post.version} />,
    critic: () => <CriticPanel critic={post.critic} version={post.version} />,
    score: () => <ScorePanel post={post} />,
    ideas: () => <IdeasPanel suggestions={post.suggestions} />,
    comments: () => <CommentPanel subjectType="blog_post" subjectId={post.id} portal={portal} version={post.version} />,
    versions: () => <VersionsPanel post={post} onCompare={onCompare} />,
    publish: () => (
      <Stack gap="lg">
        <PublishPanel post={post} portal={portal} />
        <RepurposePanel
          portal={portal}
          source={{ sourceType: "blog_post", sourceId: post.id }}
          isApproved={approved.includes(post.status)}
        />
      </Stack>
    ),
    health: () => <HealthPanel post={post} portal={portal} />,
    activity: () => <ActivityPanel activityId={post.activityId} portal={portal} />,
  };
  return (
    <Tabs
      variant="pills"
      value={tab}
      onChange={(value) => onTab(value as EvidenceTab)}
      className={classes["panel"] ?? ""}
    >
      <Tabs.List className={classes["tabs"] ?? ""}>
        {evidenceTabs.map((name) => (
          <Tabs.Tab
            key={name}
            value={name}
            className={classes["tab"] ?? ""}
            {...((figures[name] ?? 0) > 0
              ? { rightSection: <span className={classes["count"]}>{figures[name]}</span> }
              : {})}
          >
            {labels[name]}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <Tabs.Panel value={tab} className={classes["panelBody"] ?? ""}>
        {panels[tab]()}
      </Tabs.Panel>
    </Tabs>
  );
}
