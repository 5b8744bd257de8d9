"use client";

import { Kbd, Modal, Table, Text } from "@mantine/core";
import { useDisclosure, useHotkeys } from "@mantine/hooks";
import type { ReactNode } from "react";
import { useEffect } from "react";
import type { NavGroup } from "./portal.ts";

const openEvent = "lm:keyboard-help";

/** Opens the list of keys from anywhere. */
export function openKeyboardHelp(): void {
  window.dispatchEvent(new Event(openEvent));
}

const general: readonly [keys: ReactNode, what: string][] = [
  [
    <>
      <Kbd>Ctrl</Kbd> or <Kbd>⌘</Kbd> + <Kbd>K</Kbd>
    </>,
    "Search, pages and actions",
  ],
  [<Kbd>?</Kbd>, "This list"],
  [<Kbd>/</Kbd>, "To the filter box of a list"],
  [
    <>
      <Kbd>j</Kbd> <Kbd>k</Kbd>
    </>,
    "Next and previous row",
  ],
  [<Kbd>Enter</Kbd>, "Open the row"],
  [<Kbd>Esc</Kbd>, "Close the top layer"],
];

/** `?` lists the keys. */
export function KeyboardHelp({ nav }: { nav: readonly NavGroup[] }) {
  const [isOpen, { open, close }] = useDisclosure(false);
  useHotkeys([
    ["shift+?", open],
    ["?", open],
    ["/", focusFilter],
  ]);
  useEffect(() => {
    window.addEventListener(openEvent, open);
    return () => window.removeEventListener(openEvent, open);
  }, [open]);
  const places = nav.flatMap((group) => group.items).filter((item) => item.goKey);
  return (
    <Modal
      opened={isOpen}
      onClose={close}
      title="Keyboard shortcuts"
      size="md"
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <Table verticalSpacing="xs">
        <Table.Tbody>
          {general.map(([keys, what]) => (
            <Table.Tr key={what}>
              <Table.Td w={170}>{keys}</Table.Td>
              <Table.Td>{what}</Table.Td>
            </Table.Tr>
          ))}
          {places.map((item) => (
            <Table.Tr key={item.href}>
              <Table.Td>
                <Kbd>g</Kbd> then <Kbd>{item.goKey}</Kbd>
              </Table.Td>
              <Table.Td>{item.label}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <Text size="xs" c="dimmed" mt="sm">
        Keys rest while you type in a field.
      </Text>
    </Modal>
  );
}

function focusFilter(): void {
  document.querySelector<HTMLInputElement>("[data-filter-box]")?.focus();
}
