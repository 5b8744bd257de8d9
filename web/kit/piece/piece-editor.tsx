"use client";
import { Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo } from "react";
import type { Wording, Words } from "#schema/wording.ts";
import { api } from "../api/client.ts";
import { isLostRace } from "../api/error.ts";
import { apiKey } from "../api/query.tsx";
import { useActiveTenant } from "../api/tenant-store.ts";
import { useAction } from "../api/use-action.ts";
import { fieldErrors } from "../components/form-errors.tsx";
import { EditConflict } from "../edit/edit-conflict.tsx";
import { EditForm } from "../edit/edit-form.tsx";
import { placeName } from "../edit/field-words.ts";
import { problemsOf, shapeOf } from "../edit/shape.ts";
import { useKeptDraft } from "../edit/use-kept-draft.ts";
import { WordFields } from "../edit/word-fields.tsx";
import { lengthsOf, patchOf, textsOf, wordingFor } from "./editing.ts";
import { type AnyPiece, kinds } from "./kinds.ts";
import type { PieceKind } from "./piece-kinds.ts";

const noteMax = 300;
const wordsOf = (piece: AnyPiece): Words => wordingFor(piece)?.words ?? {};
const hashOf = (piece: AnyPiece): string => ("contentHash" in piece ? piece.contentHash : "");
const kept = { draftOf: wordsOf, stampOf: ({ version }: AnyPiece) => version };

interface Props {
  kind: PieceKind;
  piece: AnyPiece;
  wording: Wording;
  onDone(): void;
}

/** Words a piece by hand, within the bounds that hold for its writer; never over somebody else's newer version unasked. */
export function PieceEditor({ kind, piece, wording, onDone }: Props) {
  const { base, draft, isDirty, isRestored, replace, rebase } = useKeptDraft(piece, kept);
  const queries = useQueryClient();
  const tenantId = useActiveTenant();
  const path = `${kinds[kind].path}/${piece.id}`;
  const shape = useMemo(() => shapeOf(wording.shape), [wording.shape]);
  const save = useAction((patch: Record<string, unknown>) => api.patch<AnyPiece>(path, patch), {
    quiet: true,
    invalidates: [kinds[kind].path, "/dm/v1/approvals", "/dashboard/v1/approvals"],
    success: (saved) => `Saved as version ${saved.version}. It is before the agency again.`,
    onSuccess: (saved) => {
      queries.setQueryData(apiKey(path, {}, tenantId), saved);
      rebase(saved, false);
      onDone();
    },
  });
  const problems = problemsOf(wording.shape, draft);
  const refusal = isLostRace(save.error) ? null : save.error;
  const isNewer = piece.version !== base.version;
  const isOther = hashOf(piece) !== hashOf(base);
  const hasConflict = isNewer && isOther && !save.isSuccess;
  const restart = (keep: boolean) => {
    save.reset();
    rebase(piece, keep);
  };
  useEffect(() => {
    if (isNewer && !isOther) rebase(piece, true);
  });
  return (
    <EditForm
      isOpened
      isDirty={isDirty}
      isRestored={isRestored}
      isAmiss={Object.keys(problems).length > 0}
      isBusy={save.isPending}
      noteMax={noteMax}
      error={refusal}
      fieldName={(at) => placeName(placeOf(at))}
      conflict={
        hasConflict ? (
          <EditConflict
            path={path}
            version={piece.version}
            theirs={textsOf(wordsOf(piece))}
            mine={textsOf(draft)}
            onReload={() => restart(false)}
            onKeepMine={() => restart(true)}
          />
        ) : null
      }
      onDiscard={() => restart(false)}
      onCancel={() => {
        rebase(piece, false);
        onDone();
      }}
      onSave={(note) => save.mutate(patchOf(base, wordsOf(base), draft, note))}
    >
      <Text size="sm" c="dimmed">
        What you save is a new version, which somebody else decides: nobody approves what they wrote.
      </Text>
      <WordFields
        shape={shape}
        place=""
        value={draft}
        problems={{ ...(isDirty ? problems : {}), ...refusedOf(refusal) }}
        lengths={lengthsOf(piece, draft)}
        onChange={(next) => {
          if (save.isError) save.reset();
          replace(next as Words);
        }}
      />
    </EditForm>
  );
}

const placeOf = (path: string): string => path.replace(/^(?:body\.)?(?:content\.)?/, "");

function refusedOf(error: Error | null): Record<string, string> {
  if (!error) return {};
  return Object.fromEntries(Object.entries(fieldErrors(error)).map(([path, message]) => [placeOf(path), message]));
}
