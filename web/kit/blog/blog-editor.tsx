"use client";
import { Stack, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { BlogPatch, BlogPost } from "#schema/blog.ts";
import { api } from "../api/client.ts";
import { isLostRace } from "../api/error.ts";
import { apiKey } from "../api/query.tsx";
import { useActiveTenant } from "../api/tenant-store.ts";
import { useAction } from "../api/use-action.ts";
import { fieldErrors } from "../components/form-errors.tsx";
import { CountedField } from "../edit/counted-field.tsx";
import { EditConflict } from "../edit/edit-conflict.tsx";
import classes from "../edit/edit-form.module.css";
import { EditForm } from "../edit/edit-form.tsx";
import { useKeptDraft } from "../edit/use-kept-draft.ts";
import { BodyEditor } from "./body-editor.tsx";
import { changesOf, type Draft, draftOf, limits, problemsOf } from "./draft.ts";
import { postPath } from "./queries.ts";
import { SearchSnippet } from "./search-snippet.tsx";

const kept = { draftOf, stampOf: ({ rowVersion }: BlogPost) => rowVersion };

interface Props {
  post: BlogPost;
  onSaved(post: BlogPost): void;
}

/** Edits a post's text and search fields; saves only what changed, and never over somebody else's newer version unasked. */
export function BlogEditor({ post, onSaved }: Props) {
  const { base, draft, isDirty, isRestored, change, rebase } = useKeptDraft(post, kept);
  const [epoch, setEpoch] = useState(0);
  const queries = useQueryClient();
  const tenantId = useActiveTenant();
  const problems = problemsOf(draft);
  const isTouched = Object.keys(problems).length > 0;
  const save = useAction(
    (patch: BlogPatch) => api.patch<BlogPost>(postPath(post.id), patch, { rowVersion: base.rowVersion }),
    {
      quiet: true,
      invalidates: ["/tenant/v1/blog-posts", "/dm/v1/approvals"],
      success: (saved) => `Saved as version ${saved.version}.`,
      onSuccess: (saved) => {
        queries.setQueryData(apiKey(postPath(post.id), {}, tenantId), saved);
        rebase(saved, false);
        onSaved(saved);
      },
    },
  );
  const refusal = isLostRace(save.error) ? null : save.error;
  const refused: Record<string, string> = refusal ? fieldErrors(refusal) : {};
  const errorOf = (field: keyof Draft) =>
    refused[field] ?? (draft[field] === draftOf(base)[field] ? undefined : problems[field]);
  const hasConflict = post.rowVersion !== base.rowVersion && post.contentHash !== base.contentHash && !save.isSuccess;
  const restart = (keep: boolean) => {
    save.reset();
    rebase(post, keep);
    setEpoch(epoch + 1);
  };

  useEffect(() => {
    if (post.rowVersion !== base.rowVersion && post.contentHash === base.contentHash) rebase(post, true);
  });

  return (
    <EditForm
      isDirty={isDirty}
      isRestored={isRestored}
      isAmiss={isTouched}
      isBusy={save.isPending}
      noteMax={500}
      error={refusal}
      conflict={
        hasConflict && (
          <EditConflict
            path={postPath(post.id)}
            version={post.version}
            theirs={{ ...draftOf(post) }}
            mine={{ ...draft }}
            onReload={() => restart(false)}
            onKeepMine={() => restart(true)}
          />
        )
      }
      onDiscard={() => restart(false)}
      onSave={(note) => save.mutate({ ...changesOf(draftOf(base), draft), ...(note ? { changeNote: note } : {}) })}
    >
      <CountedField
        label="Title"
        value={draft.title}
        limit={limits.title}
        error={errorOf("title")}
        onChange={(title) => change({ title })}
      />
      <BodyEditor
        key={epoch}
        value={draft.body}
        error={errorOf("body") ?? null}
        onChange={(body) => change({ body })}
      />
      <CountedField
        label="Excerpt"
        isLong
        value={draft.excerpt}
        limit={limits.excerpt}
        error={errorOf("excerpt")}
        onChange={(excerpt) => change({ excerpt })}
      />
      <fieldset className={classes["fields"]}>
        <legend>Search</legend>
        <Stack gap="md">
          <SearchSnippet title={draft.metaTitle} slug={draft.slug} description={draft.metaDescription} />
          <CountedField
            label="Meta title"
            value={draft.metaTitle}
            limit={limits.metaTitle}
            error={errorOf("metaTitle")}
            onChange={(metaTitle) => change({ metaTitle })}
          />
          <CountedField
            label="Meta description"
            isLong
            value={draft.metaDescription}
            limit={limits.metaDescription}
            error={errorOf("metaDescription")}
            onChange={(metaDescription) => change({ metaDescription })}
          />
          <CountedField
            label="Keyword"
            value={draft.targetKeyword}
            limit={limits.targetKeyword}
            error={errorOf("targetKeyword")}
            onChange={(targetKeyword) => change({ targetKeyword })}
          />
          <TextInput
            label="Address (slug)"
            value={draft.slug}
            error={errorOf("slug")}
            onChange={(event) => change({ slug: event.currentTarget.value })}
          />
        </Stack>
      </fieldset>
    </EditForm>
  );
}
