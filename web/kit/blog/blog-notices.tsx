"use client";
import { Alert, Anchor, Stack } from "@mantine/core";
import { IconAlertTriangle, IconHelpCircle, IconUserExclamation } from "@tabler/icons-react";
import Link from "next/link";
import type { ReactNode } from "react";
import type { BlogPost } from "#schema/blog.ts";
import { type PortalName, usePaths } from "./paths.ts";

/** What a person should know before reading: failures, open questions, work that waits for somebody. */
export function BlogNotices({ post, portal }: { post: BlogPost; portal: PortalName }) {
  const paths = usePaths(portal);
  const toActivity = post.activityId !== null && (
    <Anchor component={Link} href={paths.activity(post.activityId)} size="sm">
      See the run
    </Anchor>
  );
  const notices: ReactNode[] = [];
  if (post.status === "failed") {
    notices.push(
      <Alert key="failed" color="red" icon={<IconAlertTriangle aria-hidden />} title="The draft could not be written">
        {toActivity}
      </Alert>,
    );
  }
  if (post.activityNeedsHuman) {
    notices.push(
      <Alert key="human" color="yellow" icon={<IconUserExclamation aria-hidden />} title="A person has to look at this">
        The agent tried several times and asks for help. {toActivity}
      </Alert>,
    );
  }
  if (post.status === "publish_unknown") {
    notices.push(
      <Alert
        key="unknown"
        color="violet"
        icon={<IconHelpCircle aria-hidden />}
        title="Nobody knows whether the post arrived"
      >
        {portal === "dm"
          ? "Look at the website and decide under Publish."
          : "Your agency checks the website. Nothing is sent twice."}
      </Alert>,
    );
  }
  return notices.length === 0 ? null : (
    <Stack gap="sm" mb="lg">
      {notices}
    </Stack>
  );
}
