"use client";

import { asApiError } from "#kit/api/error.ts";
import { ConfirmDialog } from "#kit/components/confirm-dialog.tsx";
import { ReasonDialog } from "#kit/components/reason-dialog.tsx";
import { type DeadLetterChoice, handledMax } from "#schema/dead-letter.ts";
import { useDiscard, useRedrive } from "./queries.ts";

/** What a person is about to do to which jobs; without a count: all of a cause. */
export interface Meant {
  verb: "redrive" | "discard";
  choice: DeadLetterChoice;
  count: number | null;
}

interface HandleDialogProps {
  meant: Meant;
  onClose: () => void;
  onDone: () => void;
}

/** Asks before jobs are ordered anew or put aside. */
export function HandleDialog({ meant: { verb, choice, count }, onClose, onDone }: HandleDialogProps) {
  const redrive = useRedrive(onDone);
  const discard = useDiscard(onDone);
  const what =
    count === null && "queue" in choice
      ? `all jobs of ${choice.queue} that failed with ${choice.code}`
      : `${count} ${count === 1 ? "job" : "jobs"}`;
  const frame = { opened: true, onClose, isBusy: redrive.isPending || discard.isPending };
  const batch = count === null ? ` The oldest ${handledMax} are taken; repeat for more.` : "";
  if (verb === "redrive")
    return (
      <ConfirmDialog
        {...frame}
        title={`Order ${what} anew?`}
        confirmLabel="Order anew"
        onConfirm={() => redrive.mutate(choice)}
      >
        Each gets a new set of attempts with what it carried. Work that has ended since is not done again.{batch}
      </ConfirmDialog>
    );
  return (
    <ReasonDialog
      {...frame}
      title={`Discard ${what}?`}
      confirmLabel="Discard"
      danger
      problem={discard.error ? asApiError(discard.error).message : undefined}
      onConfirm={(reason) => discard.mutate({ ...choice, reason })}
    >
      They are put aside for good; what they were to do stays undone.{batch}
    </ReasonDialog>
  );
}
