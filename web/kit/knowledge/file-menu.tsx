"use client";

import { ActionIcon, Menu } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconDots, IconDownload, IconEye, IconEyeOff, IconRefresh, IconTrash } from "@tabler/icons-react";
import type { DatasetFile } from "#schema/dataset.ts";
import { fileMachine } from "#schema/dataset.ts";
import { allows } from "#schema/machine.ts";
import { ConfirmDialog } from "../components/confirm-dialog.tsx";
import { useDownloadFile, useFileVerb, useRemoveFile } from "./queries.ts";

interface FileMenuProps {
  file: DatasetFile;
  mayChange: boolean;
  onRemoved?: () => void;
}

/** What can be done with a file in its present state. */
export function FileMenu({ file, mayChange, onRemoved }: FileMenuProps) {
  const [isAsking, { open, close }] = useDisclosure(false);
  const verb = useFileVerb();
  const download = useDownloadFile();
  const remove = useRemoveFile(() => {
    close();
    onRemoved?.();
  });
  const may = (name: "enable" | "disable" | "reprocess" | "delete"): boolean =>
    mayChange && allows(fileMachine, file.status, name);
  return (
    <>
      <Menu position="bottom-end" width={210} shadow="md">
        <Menu.Target>
          <ActionIcon size="lg" aria-label={`Actions for ${file.title}`}>
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconDownload size={16} aria-hidden />} onClick={() => download.mutate(file)}>
            Download
          </Menu.Item>
          {may("disable") ? (
            <Menu.Item
              leftSection={<IconEyeOff size={16} aria-hidden />}
              onClick={() => verb.mutate({ file, verb: "disable" })}
            >
              Disable
            </Menu.Item>
          ) : null}
          {may("enable") ? (
            <Menu.Item
              leftSection={<IconEye size={16} aria-hidden />}
              onClick={() => verb.mutate({ file, verb: "enable" })}
            >
              Enable
            </Menu.Item>
          ) : null}
          {may("reprocess") ? (
            <Menu.Item
              leftSection={<IconRefresh size={16} aria-hidden />}
              onClick={() => verb.mutate({ file, verb: "reprocess" })}
            >
              {file.status === "failed" ? "Try again" : "Read again"}
            </Menu.Item>
          ) : null}
          {may("delete") ? (
            <>
              <Menu.Divider />
              <Menu.Item c="var(--lm-failed-ink)" leftSection={<IconTrash size={16} aria-hidden />} onClick={open}>
                Remove…
              </Menu.Item>
            </>
          ) : null}
        </Menu.Dropdown>
      </Menu>
      <ConfirmDialog
        opened={isAsking}
        onClose={close}
        onConfirm={() => remove.mutate(file)}
        title="Remove this file?"
        confirmLabel="Remove file"
        danger
        isBusy={remove.isPending}
      >
        <strong>{file.title}</strong> and its {file.chunkCount} passages leave the knowledge base. Agents will not read
        it any more; citations in finished posts keep their quotes.
      </ConfirmDialog>
    </>
  );
}
