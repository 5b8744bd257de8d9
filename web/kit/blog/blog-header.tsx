"use client";
import { Group, SegmentedControl, Text, Tooltip } from "@mantine/core";
import { IconRobot, IconUser } from "@tabler/icons-react";
import type { BlogPost } from "#schema/blog.ts";
import { count } from "../components/format.ts";
import { PageHeader } from "../components/page-header.tsx";
import { StatusBadge, ToneBadge } from "../components/status-badge.tsx";
import { TimeAgo } from "../components/time-ago.tsx";
import { BlogVerbs } from "./blog-verbs.tsx";
import { type PortalName, usePaths } from "./paths.ts";
import { authorName } from "./queries.ts";

interface Props {
  post: BlogPost;
  portal: PortalName;
  mode: "read" | "edit";
  onMode(mode: "read" | "edit"): void;
}

function languageName(code: string): string {
  try {
    return new Intl.DisplayNames(["en"], { type: "language" }).of(code) ?? code;
  } catch {
    return code;
  }
}

/** Title, state and figures of a post, and what can be done with it as a whole. */
export function BlogHeader({ post, portal, mode, onMode }: Props) {
  const paths = usePaths(portal);
  const Author = post.writtenBy.kind === "agent" ? IconRobot : IconUser;
  return (
    <PageHeader
      title={post.title}
      crumbs={portal === "dm" ? [{ label: "Blog", href: paths.posts }] : []}
      badge={
        <Group gap={6}>
          <StatusBadge kind="blog" status={post.status} />
          {post.offline && (
            <Tooltip label="Composed by the built-in offline writer, without a language model." multiline maw={260}>
              <span>
                <ToneBadge tone="unknown">Offline draft</ToneBadge>
              </span>
            </Tooltip>
          )}
          {post.flags.map((flag) => (
            <StatusBadge key={flag} kind="flag" status={flag} />
          ))}
        </Group>
      }
      lead={
        <Group gap="xs">
          <span>Version {post.version}</span>
          <Dot />
          <span className="lm-tabular">{count(post.wordCount)} words</span>
          <Dot />
          <span>{languageName(post.language)}</span>
          {post.critic && (
            <>
              <Dot />
              <span>
                Critic{" "}
                <Text
                  span
                  inherit
                  fw={650}
                  style={{ color: `var(--lm-${post.critic.passed ? "done" : "attention"}-ink)` }}
                  className="lm-tabular"
                >
                  {post.critic.score}
                </Text>
              </span>
            </>
          )}
          <Dot />
          <Group gap={4} wrap="nowrap">
            <Author size={14} aria-hidden /> {authorName(post.writtenBy)}, <TimeAgo at={post.updatedAt} />
          </Group>
        </Group>
      }
      actions={
        portal === "dm" ? (
          <>
            {post.mayEdit && post.status !== "drafting" && (
              <SegmentedControl
                size="xs"
                aria-label="Read or edit"
                value={mode}
                onChange={(value) => onMode(value === "edit" ? "edit" : "read")}
                data={[
                  { value: "read", label: "Preview" },
                  { value: "edit", label: "Edit" },
                ]}
              />
            )}
            <BlogVerbs post={post} />
          </>
        ) : undefined
      }
    />
  );
}

function Dot() {
  return <span aria-hidden>·</span>;
}
