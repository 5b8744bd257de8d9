"use client";

import { Button, Group, Modal, MultiSelect, Stack, Text } from "@mantine/core";
import { useState } from "react";
import type { TenantDetail } from "#schema/admin.ts";
import { useReviewerOptions } from "../users/queries.ts";
import { useAssignReviewers } from "./member-queries.ts";

interface AssignReviewersProps {
  tenant: TenantDetail;
  /** Ids of those who are assigned now. */
  present: string[];
  onClose: () => void;
}

/** Chooses who of the agency works for the client. */
export function AssignReviewers({ tenant, present, onClose }: AssignReviewersProps) {
  const [chosen, setChosen] = useState(present);
  const options = useReviewerOptions();
  const assign = useAssignReviewers(tenant, onClose);
  const leaving = present.filter((id) => !chosen.includes(id)).length;
  return (
    <Modal opened onClose={onClose} title={`Reviewers of ${tenant.name}`}>
      <Stack>
        <MultiSelect
          label="Who works for this client"
          data={options}
          value={chosen}
          onChange={setChosen}
          searchable
          clearable
          clearButtonProps={{ "aria-label": "Clear the reviewers" }}
          nothingFoundMessage="Nobody has this name"
          data-autofocus
        />
        {leaving > 0 ? (
          <Text size="sm" role="status">
            {leaving === 1 ? "One person loses" : `${leaving} people lose`} access to this client at once.
          </Text>
        ) : null}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button loading={assign.isPending} onClick={() => assign.mutate({ userIds: chosen })}>
            Save
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
