"use client";

import { Alert, Button, Stack, Text } from "@mantine/core";
import { IconClock } from "@tabler/icons-react";
import { useEffect } from "react";
import { useSignOut } from "#kit/auth/queries.ts";
import { ErrorBlock } from "#kit/components/error-block.tsx";
import { money } from "#kit/components/format.ts";
import { TextSkeleton } from "#kit/components/skeletons.tsx";
import { clearDrafts } from "./draft.ts";
import { usePayment } from "./queries.ts";
import { SignupFrame } from "./signup-frame.tsx";
import { useSignupKey } from "./use-signup-key.ts";

/** Waits for the first payment; says plainly when none can be taken yet. Goes on by itself once it is there. */
export function PaymentPage() {
  const { key } = useSignupKey();
  const signOut = useSignOut();
  const payment = usePayment(key);
  const isComplete = payment.data?.state === "complete";
  useEffect(() => {
    if (!isComplete) return;
    clearDrafts();
    window.location.assign("/");
  }, [isComplete]);
  return (
    <SignupFrame title="Payment" lead="Your account and your workspace are made.">
      {payment.isPending ? <TextSkeleton lines={3} /> : null}
      {payment.error && !payment.data ? (
        <ErrorBlock error={payment.error} onRetry={() => void payment.refetch()} />
      ) : null}
      {payment.data ? (
        <Stack>
          <Alert color="yellow" icon={<IconClock aria-hidden />} title="Waiting for the payment" role="status">
            {payment.data.message}
          </Alert>
          {payment.data.amount ? (
            <Text>
              Open: <strong>{money(payment.data.amount)}</strong>
            </Text>
          ) : null}
          <Text size="sm" c="dimmed">
            This page looks every five seconds and opens your workspace once the payment is confirmed. You may close it
            and sign in later.
          </Text>
          <Button variant="default" w="fit-content" onClick={() => void signOut()}>
            Sign out
          </Button>
        </Stack>
      ) : null}
    </SignupFrame>
  );
}
