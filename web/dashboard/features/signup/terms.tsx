"use client";

import { Button, Modal } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconFileText } from "@tabler/icons-react";
import dynamic from "next/dynamic";
import { TextSkeleton } from "#kit/components/skeletons.tsx";

const Markdown = dynamic(() => import("#kit/components/markdown.tsx").then(({ Markdown: Loaded }) => Loaded), {
  ssr: false,
  loading: () => <TextSkeleton lines={10} />,
});

/** The terms in full, over the form, so that nothing typed is left behind. */
export function Terms({ text }: { text: string }) {
  const [opened, { open, close }] = useDisclosure(false);
  return (
    <>
      <Button variant="default" w="fit-content" leftSection={<IconFileText size={16} aria-hidden />} onClick={open}>
        Read the terms
      </Button>
      <Modal opened={opened} onClose={close} title="Terms of service" size="lg">
        <Markdown look="plain">{text}</Markdown>
      </Modal>
    </>
  );
}
