"use client";

import { Anchor, Stack, Text } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { useRouter } from "next/navigation";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { useEffect, useState } from "react";
import { useApi } from "#kit/api/query.tsx";
import { postPath, useBlogAudits } from "#kit/blog/queries.ts";
import { PageHeader } from "#kit/components/page-header.tsx";
import { Panel } from "#kit/components/panel.tsx";
import { StatusTabs } from "#kit/components/status-tabs.tsx";
import { browserDraft } from "#kit/request/browser-draft.ts";
import { SocialRequestForm } from "#kit/request/social-request-form.tsx";
import type { BlogPost } from "#schema/blog.ts";
import { useCreateRequest } from "./queries.ts";
import { RequestForm } from "./request-form.tsx";
import classes from "./request-page.module.css";
import { emptyRequest, inputOf, refreshOf } from "./request-values.ts";

const saveAfterMs = 400;
const blogDraft = browserDraft("lm-request-draft", emptyRequest);
const afterwards = [
  { title: "Your agency reads it", text: "Usually within a day. They may ask for a sharper topic." },
  {
    title: "Agents write",
    text: "A brief first, then the post, from your knowledge base, with a source for every claim.",
  },
  { title: "Two people read", text: "Your agency, then you. Nothing goes out without both." },
];

const wishes = [
  { value: "blog", label: "Blog post" },
  { value: "social", label: "Social post" },
] as const;
const afterPosts = [
  { title: "Your agency reads it", text: "Usually within a day." },
  { title: "Agents write", text: "A text for each network, then its picture, without waiting for a calendar." },
  { title: "Two people read", text: "Your agency, then you. Nothing goes out without both." },
];

/** Asks for a post, of the blog or of social networks. */
export function NewRequestPage() {
  const router = useRouter();
  const [refreshed] = useQueryState("refresh");
  const [kind, setKind] = useQueryState("kind", parseAsStringLiteral(["blog", "social"]).withDefault("blog"));
  const isSocial = kind === "social" && refreshed === null;
  return (
    <>
      <PageHeader
        title={refreshed !== null ? "Refresh a post" : isSocial ? "Ask for a social post" : "Ask for a blog post"}
        name="New request"
      />
      <Stack gap="md">
        {refreshed === null ? (
          <StatusTabs
            label="What is asked for"
            value={kind}
            options={wishes}
            onChange={(value) => void setKind(value)}
          />
        ) : null}
        <div className={classes["columns"]}>
          <Panel>
            {isSocial ? (
              <SocialRequestForm onSent={({ id }) => router.push(`/requests/${id}`)} />
            ) : (
              <BlogWish refreshed={refreshed} />
            )}
          </Panel>
          <Panel title="What happens then">
            <ol className={classes["steps"]}>
              {(isSocial ? afterPosts : afterwards).map((step) => (
                <li key={step.title}>
                  <Text fw={600} size="sm">
                    {step.title}
                  </Text>
                  <Text size="sm" c="dimmed">
                    {step.text}
                  </Text>
                </li>
              ))}
            </ol>
          </Panel>
        </div>
      </Stack>
    </>
  );
}

// What is typed survives leaving the page; a refresh begins anew with what its audit found.
function BlogWish({ refreshed }: { refreshed: string | null }) {
  const router = useRouter();
  const isNew = refreshed === null;
  const post = useApi<BlogPost>(refreshed === null ? null : postPath(refreshed)).data;
  const audits = useBlogAudits(refreshed).data;
  const [{ initial, isRestored, round }, setStart] = useState({ initial: emptyRequest, isRestored: false, round: 0 });
  useEffect(() => {
    if (post && audits)
      setStart({
        initial: refreshOf(
          post,
          audits.items.find(({ refreshContext }) => refreshContext !== null),
        ),
        isRestored: false,
        round: 2,
      });
  }, [post, audits]);
  useEffect(() => {
    const draft = isNew ? blogDraft.load() : null;
    if (draft) setStart({ initial: draft, isRestored: true, round: 1 });
  }, [isNew]);
  const create = useCreateRequest((request) => {
    if (isNew) dropDraft();
    router.push(`/requests/${request.id}`);
  });
  const keep = useDebouncedCallback(blogDraft.save, { delay: saveAfterMs, flushOnUnmount: true });
  const dropDraft = (): void => {
    keep.cancel();
    blogDraft.clear();
  };
  const startOver = (): void => {
    dropDraft();
    setStart({ initial: emptyRequest, isRestored: false, round: round + 1 });
  };
  return (
    <RequestForm
      key={round}
      initial={initial}
      error={create.error}
      isBusy={create.isPending || create.isSuccess}
      submitLabel="Send request"
      onSubmit={(values) => create.mutate({ ...inputOf(values), submit: true })}
      secondary={{
        label: "Keep as draft",
        onClick: (values) => create.mutate({ ...inputOf(values), submit: false }),
      }}
      {...(isNew ? { onChange: keep } : {})}
      footer={
        isRestored ? (
          <Text size="sm" c="dimmed">
            Restored what you typed before.{" "}
            <Anchor component="button" type="button" size="sm" underline="always" onClick={startOver}>
              Start over
            </Anchor>
          </Text>
        ) : null
      }
    />
  );
}
