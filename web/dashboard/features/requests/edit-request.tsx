"use client";

import { Button } from "@mantine/core";
import { Panel } from "#kit/components/panel.tsx";
import type { ContentRequest } from "#schema/request.ts";
import { useChangeRequest } from "./queries.ts";
import { RequestForm } from "./request-form.tsx";
import { inputOf, valuesOf } from "./request-values.ts";

/** Changes a draft in place. */
export function EditRequest({ request, onDone }: { request: ContentRequest; onDone: () => void }) {
  const change = useChangeRequest(request, onDone);
  return (
    <Panel title="Edit the draft">
      <RequestForm
        initial={valuesOf(request)}
        error={change.error}
        isBusy={change.isPending}
        submitLabel="Save draft"
        onSubmit={(values) => change.mutate(inputOf(values))}
        footer={
          <Button variant="subtle" color="gray" onClick={onDone}>
            Cancel
          </Button>
        }
      />
    </Panel>
  );
}
