"use client";

import { Kbd, Modal, Table, Text } from "@mantine/core";
import type { ReactNode } from "react";
import type { NavGroup } from "./portal.ts";

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

interface KeyboardListProps {
  nav: readonly NavGroup[];
  opened: boolean;
  onClose: () => void;
}

/** The keys that work everywhere, and those that lead to the places of this portal. */
export function KeyboardList({ nav, opened, onClose }: KeyboardListProps) {
  const places = nav.flatMap((group) => group.items).filter((item) => item.goKey);
  return (
    <Modal opened={opened} onClose={onClose} title="Keyboard shortcuts" size="md">
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
