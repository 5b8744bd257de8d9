"use client";

import { Button, Stack } from "@mantine/core";
import { useState } from "react";
import { isLostRace } from "#kit/api/error.ts";
import { LostRace } from "#kit/components/lost-race.tsx";
import { Panel } from "#kit/components/panel.tsx";
import type { ContentRequest } from "#schema/request.ts";
import { useChangeRequest } from "./queries.ts";
import { RequestForm } from "./request-form.tsx";
import { inputOf, valuesOf } from "./request-values.ts";

/** Changes a draft in place. */
export function EditRequest({ request, onDone }: { request: ContentRequest; onDone: () => void }) {
  // What is stored may be read again while the form is open; what is sent answers to what the form began with.
  const [seen, setSeen] = useState(request);
  const change = useChangeRequest(seen, onDone);
  const isLost = isLostRace(change.error);
  const takeOver = (): void => {
    setSeen(request);
    change.reset();
  };
  return (
    <Panel title="Edit the draft">
      <Stack gap="lg">
        {isLost ? <LostRace what="this draft" onReload={takeOver} /> : null}
        <RequestForm
          key={seen.rowVersion}
          initial={valuesOf(seen)}
          error={isLost ? null : change.error}
          isBusy={change.isPending}
          submitLabel="Save draft"
          onSubmit={(values) => change.mutate(inputOf(values))}
          footer={
            <Button variant="subtle" color="gray" onClick={onDone}>
              Cancel
            </Button>
          }
        />
      </Stack>
    </Panel>
  );
}
