"use client";

import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useRights } from "#kit/auth/session.ts";
import { ConfirmDialog } from "#kit/components/confirm-dialog.tsx";
import { allows } from "#schema/machine.ts";
import type { ContentRequest } from "#schema/request.ts";
import { requestMachine } from "#schema/request.ts";
import { useRequestVerb } from "./queries.ts";

/** What the person can do with the request now. */
export function RequestActions({ request, onEdit }: { request: ContentRequest; onEdit: () => void }) {
  const { can } = useRights();
  const [isAsking, { open, close }] = useDisclosure(false);
  const act = useRequestVerb(request.id, close);
  const mayAsk = can("request.create");
  const may = (verb: "submit" | "approve" | "reject" | "cancel"): boolean =>
    allows(requestMachine, request.status, verb);
  return (
    <>
      {mayAsk && may("cancel") ? (
        <Button variant="subtle" color="gray" onClick={open}>
          Cancel request
        </Button>
      ) : null}
      {mayAsk && request.status === "draft" ? (
        <Button variant="default" onClick={onEdit}>
          Edit
        </Button>
      ) : null}
      {mayAsk && may("submit") ? (
        <Button onClick={() => act.mutate({ verb: "submit" })} loading={act.isPending}>
          Send request
        </Button>
      ) : null}
      {request.youMayDecide && may("reject") ? (
        <Button variant="default" onClick={() => act.mutate({ verb: "reject" })} disabled={act.isPending}>
          Decline
        </Button>
      ) : null}
      {request.youMayDecide && may("approve") ? (
        <Button onClick={() => act.mutate({ verb: "approve" })} loading={act.isPending}>
          Approve
        </Button>
      ) : null}
      <ConfirmDialog
        opened={isAsking}
        onClose={close}
        onConfirm={() => act.mutate({ verb: "cancel" })}
        title="Cancel this request?"
        confirmLabel="Cancel request"
        danger
        isBusy={act.isPending}
      >
        <strong>{request.topic}</strong> will not be written. You can ask again at any time.
      </ConfirmDialog>
    </>
  );
}
