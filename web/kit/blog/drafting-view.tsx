"use client";
import { Button, Collapse, Stack } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import type { BlogPost } from "#schema/blog.ts";
import { LiveRun } from "../run/live-run.tsx";
import { Article } from "./article.tsx";
import classes from "./blog-page.module.css";

/** While an agent writes: its words as they come, and the version before, if there is one. */
export function DraftingView({ post, runId }: { post: BlogPost; runId: string }) {
  const [isOpen, { toggle }] = useDisclosure(false);
  return (
    <Stack>
      <LiveRun runId={runId} />
      {post.body !== "" && (
        <>
          <Button variant="default" aria-expanded={isOpen} onClick={toggle}>
            {isOpen ? "Hide" : "Show"} version {post.version}
          </Button>
          <Collapse expanded={isOpen}>
            <div className={classes["paper"]}>
              <Article title={post.title} body={post.body} excerpt={post.excerpt} language={post.language} />
            </div>
          </Collapse>
        </>
      )}
    </Stack>
  );
}
