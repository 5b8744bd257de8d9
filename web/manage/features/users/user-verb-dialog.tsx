"use client";

import { asApiError } from "#kit/api/error.ts";
import { ConfirmDialog } from "#kit/components/confirm-dialog.tsx";
import { ReasonDialog } from "#kit/components/reason-dialog.tsx";
import type { UserDetail } from "#schema/user.ts";
import { type UserVerb, useUserVerb } from "./queries.ts";
import { userVerbWords } from "./user-verb-words.ts";
import { fullName } from "./user-words.ts";

/** Asks before something grave is done to an account. */
export function UserVerbDialog({ user, verb, onClose }: { user: UserDetail; verb: UserVerb; onClose: () => void }) {
  const act = useUserVerb(user, onClose);
  const { label, title, effect, wantsReason, danger } = userVerbWords[verb];
  const frame = {
    opened: true,
    onClose,
    title: title(fullName(user)),
    confirmLabel: label,
    danger,
    isBusy: act.isPending,
  };
  if (!wantsReason)
    return (
      <ConfirmDialog {...frame} onConfirm={() => act.mutate({ verb })}>
        {effect}
      </ConfirmDialog>
    );
  return (
    <ReasonDialog
      {...frame}
      problem={act.error ? asApiError(act.error).message : undefined}
      onConfirm={(reason) => act.mutate({ verb, reason })}
    >
      {effect}
    </ReasonDialog>
  );
}
