"use client";

import { Button, Stack, Text } from "@mantine/core";
import Link from "next/link";
import { useEffect } from "react";
import { clearDrafts } from "./draft.ts";
import { SignupFrame } from "./signup-frame.tsx";

/** A sign-up that nobody went on with for thirty days. */
export function ExpiredPage() {
  useEffect(clearDrafts, []);
  return (
    <SignupFrame title="This sign-up is too old">
      <Stack align="flex-start">
        <Text>
          A sign-up waits thirty days. After that, what was typed is erased. Starting again takes two minutes.
        </Text>
        <Button component={Link} href="/signup">
          Start again
        </Button>
      </Stack>
    </SignupFrame>
  );
}
