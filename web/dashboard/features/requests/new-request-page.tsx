"use client";

import { Anchor, Text } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { useRouter } from "next/navigation";
import { useQueryState } from "nuqs";
import { useEffect, useState } from "react";
import { useApi } from "#kit/api/query.tsx";
import { postPath, useBlogAudits } from "#kit/blog/queries.ts";
import { PageHeader } from "#kit/components/page-header.tsx";
import { Panel } from "#kit/components/panel.tsx";
import type { BlogPost } from "#schema/blog.ts";
import { clearDraft, loadDraft, saveDraft } from "./browser-draft.ts";
import { useCreateRequest } from "./queries.ts";
import { RequestForm } from "./request-form.tsx";
import classes from "./request-page.module.css";
import { emptyRequest, inputOf, refreshOf } from "./request-values.ts";

const saveAfterMs = 400;
const afterwards = [
  { title: "Your agency reads it", text: "Usually within a day. They may ask for a sharper topic." },
  {
    title: "Agents write",
    text: "A brief first, then the post, from your knowledge base, with a source for every claim.",
  },
  { title: "Two people read", text: "Your agency, then you. Nothing goes out without both." },
];

/** Asks for a post. What is typed survives leaving the page; a refresh begins anew with what its audit found. */
export function NewRequestPage() {
  const router = useRouter();
  const [refreshed] = useQueryState("refresh");
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
    const draft = isNew ? loadDraft() : null;
    if (draft) setStart({ initial: draft, isRestored: true, round: 1 });
  }, [isNew]);
  const create = useCreateRequest((request) => {
    if (isNew) dropDraft();
    router.push(`/requests/${request.id}`);
  });
  const keep = useDebouncedCallback(saveDraft, saveAfterMs);
  const dropDraft = (): void => {
    keep.cancel();
    clearDraft();
  };
  const startOver = (): void => {
    dropDraft();
    setStart({ initial: emptyRequest, isRestored: false, round: round + 1 });
  };
  return (
    <>
      <PageHeader title={isNew ? "Ask for a blog post" : "Refresh a post"} name="New request" />
      <div className={classes["columns"]}>
        <Panel>
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
        </Panel>
        <Panel title="What happens then">
          <ol className={classes["steps"]}>
            {afterwards.map((step) => (
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
    </>
  );
}
