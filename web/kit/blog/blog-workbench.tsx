"use client";
import { SegmentedControl } from "@mantine/core";
import { parseAsInteger, parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { useRef, useState } from "react";
import type { BlogPost } from "#schema/blog.ts";
import { DecisionBar } from "../approval/decision-bar.tsx";
import { useNextApproval } from "../approval/use-next-approval.ts";
import { Article } from "./article.tsx";
import { BlogEditor } from "./blog-editor.tsx";
import { BlogHeader } from "./blog-header.tsx";
import { BlogNotices } from "./blog-notices.tsx";
import classes from "./blog-page.module.css";
import { DraftingView } from "./drafting-view.tsx";
import { EvidenceTabs, evidenceTabs } from "./evidence-tabs.tsx";
import { type PortalName, usePaths } from "./paths.ts";
import { usePlacedClaims } from "./queries.ts";

const view = {
  tab: parseAsStringLiteral(evidenceTabs).withDefault("sources"),
  claim: parseAsString,
  mode: parseAsStringLiteral(["read", "edit"]).withDefault("read"),
  from: parseAsInteger,
  to: parseAsInteger,
};

/** The loaded post: article or editor on the left, evidence on the right, the decision pinned below. */
export function BlogWorkbench({ post, portal }: { post: BlogPost; portal: PortalName }) {
  const paths = usePaths(portal);
  const [at, setAt] = useQueryStates(view);
  const [side, setSide] = useState<"text" | "evidence">(at.tab === "sources" ? "text" : "evidence");
  const [seen, setSeen] = useState({ hash: post.approval?.contentHash ?? post.contentHash, version: post.version });
  const main = useRef<HTMLDivElement>(null);
  const { query: claims, placed } = usePlacedClaims(post);
  const nextHref = useNextApproval(portal, post.id);
  const isEditing = portal === "dm" && post.mayEdit && at.mode === "edit";
  const isDrafting = post.status === "drafting" && post.currentRunId !== null;

  const selectClaim = (claim: string | null) => {
    void setAt({ claim, tab: "sources" });
    if (claim === null) return;
    setSide("text");
    requestAnimationFrame(() =>
      main.current?.querySelector(`[data-claim="${claim}"]`)?.scrollIntoView({ block: "center", behavior: "smooth" }),
    );
  };
  const review = () => {
    void setAt({ tab: "changes", from: seen.version, to: post.version, mode: "read" });
    setSide("evidence");
    setSeen({ hash: post.approval?.contentHash ?? post.contentHash, version: post.version });
    window.scrollTo({ top: 0 });
  };

  return (
    <>
      <BlogHeader post={post} portal={portal} mode={at.mode} onMode={(mode) => void setAt({ mode })} />
      <BlogNotices post={post} portal={portal} />
      <SegmentedControl
        className={classes["switch"] ?? ""}
        fullWidth
        aria-label="Part of the page"
        value={side}
        onChange={(value) => setSide(value === "text" ? "text" : "evidence")}
        data={[
          { value: "text", label: "Article" },
          { value: "evidence", label: "Evidence" },
        ]}
      />
      <div className={classes["grid"]} data-side={side} data-drafting={isDrafting || undefined}>
        <div ref={main} className={classes["main"]}>
          {isDrafting && <DraftingView post={post} runId={post.currentRunId ?? ""} />}
          {!isDrafting && isEditing && (
            <BlogEditor
              post={post}
              onSaved={(saved) => {
                setSeen({ hash: saved.approval?.contentHash ?? saved.contentHash, version: saved.version });
                void setAt({ mode: "read" });
              }}
            />
          )}
          {!isDrafting && !isEditing && (
            <div className={classes["paper"]}>
              <Article
                title={post.title}
                body={post.body}
                excerpt={post.excerpt}
                language={post.language}
                placed={placed}
                activeId={at.claim}
                fileHref={paths.file}
                onSelect={(claim) => {
                  void setAt({ claim, tab: "sources" });
                  setSide("evidence");
                }}
              />
            </div>
          )}
        </div>
        <aside className={classes["aside"]} aria-label="Evidence">
          <EvidenceTabs
            post={post}
            portal={portal}
            tab={at.tab}
            onTab={(tab) => void setAt({ tab })}
            onCompare={(from, to) => void setAt({ tab: "changes", from, to })}
            claims={claims}
            placed={placed}
            activeClaim={at.claim}
            onClaim={selectClaim}
          />
        </aside>
      </div>
      {post.approval?.status === "pending" && !isEditing && (
        <DecisionBar
          portal={portal}
          approval={post.approval}
          subject={`“${post.title}”, version ${post.version}`}
          seenHash={seen.hash}
          onReview={review}
          nextHref={nextHref}
        />
      )}
    </>
  );
}
