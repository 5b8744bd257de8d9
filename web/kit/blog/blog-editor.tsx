"use client";
import { Alert, Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { BlogPatch, BlogPost } from "#schema/blog.ts";
import { api } from "../api/client.ts";
import { isLostRace } from "../api/error.ts";
import { apiKey } from "../api/query.tsx";
import { useActiveTenant } from "../api/tenant-store.ts";
import { useAction } from "../api/use-action.ts";
import { FormErrors, fieldErrors } from "../components/form-errors.tsx";
import classes from "./blog-editor.module.css";
import { BodyEditor } from "./body-editor.tsx";
import { CountedField } from "./counted-field.tsx";
import { changesOf, type Draft, draftOf, limits, problemsOf } from "./draft.ts";
import { EditConflict } from "./edit-conflict.tsx";
import { postPath } from "./queries.ts";
import { SearchSnippet } from "./search-snippet.tsx";
import { useKeptDraft } from "./use-kept-draft.ts";
import { useLeaveWarning } from "./use-leave-warning.ts";

interface Props {
  post: BlogPost;
  onSaved(post: BlogPost): void;
}

/** Edits a post's text and search fields; saves only what changed, and never over somebody else's newer version unasked. */
export function BlogEditor({ post, onSaved }: Props) {
  const { base, draft, isDirty, isRestored, change, rebase } = useKeptDraft(post);
  const [note, setNote] = useState("");
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

  useLeaveWarning(isDirty);
  useEffect(() => {
    if (post.rowVersion !== base.rowVersion && post.contentHash === base.contentHash) rebase(post, true);
  });

  return (
    <form
      className={classes["form"]}
      onSubmit={(event) => {
        event.preventDefault();
        if (!isDirty || isTouched || hasConflict) return;
        save.mutate({ ...changesOf(draftOf(base), draft), ...(note.trim() === "" ? {} : { changeNote: note.trim() }) });
      }}
    >
      <Stack gap="lg">
        {isRestored && isDirty && (
          <Alert color="blue" title="Your unsaved changes are back">
            They were kept in this browser.{" "}
            <Button size="compact-xs" variant="default" onClick={() => restart(false)}>
              Discard them
            </Button>
          </Alert>
        )}
        {hasConflict && (
          <EditConflict theirs={post} mine={draft} onReload={() => restart(false)} onKeepMine={() => restart(true)} />
        )}
        <FormErrors error={refusal} />
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
        <div className={classes["foot"]}>
          <TextInput
            flex="1 1 14rem"
            aria-label="What did you change?"
            placeholder="What did you change? (optional)"
            maxLength={500}
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
          />
          <Group gap="xs" wrap="nowrap">
            <Text size="xs" c="dimmed" aria-live="polite">
              {isDirty ? (isTouched ? "Mend the marked fields" : "Unsaved changes") : "No changes"}
            </Text>
            <Button type="submit" loading={save.isPending} disabled={!isDirty || isTouched || hasConflict}>
              Save
            </Button>
          </Group>
        </div>
      </Stack>
    </form>
  );
}
