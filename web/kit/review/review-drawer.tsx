"use client";

import { Alert, Button, Group, Stack, Text } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { type CustomerReviewDetail, reviewMachine } from "#schema/customer-review.ts";
import { allows } from "#schema/machine.ts";
import { useRights } from "../auth/session.ts";
import type { PortalName } from "../blog/paths.ts";
import { DetailDrawer } from "../components/detail-drawer.tsx";
import { ErrorBlock } from "../components/error-block.tsx";
import { words } from "../components/format.ts";
import { TextSkeleton } from "../components/skeletons.tsx";
import { StatusBadge } from "../components/status-badge.tsx";
import { TimeAgo } from "../components/time-ago.tsx";
import { AnswerPanel } from "./answer-panel.tsx";
import { useIgnore, useReview } from "./queries.ts";
import classes from "./review.module.css";
import { Stars } from "./stars.tsx";

interface ReviewDrawerProps {
  portal: PortalName;
  id: string | null;
  onClose: () => void;
}

/** One review over the list, with its answer and what can be done. */
export function ReviewDrawer({ portal, id, onClose }: ReviewDrawerProps) {
  return (
    <DetailDrawer id={id} onClose={onClose} title="Review">
      {(one) => <Body portal={portal} id={one} />}
    </DetailDrawer>
  );
}

function Body({ portal, id }: { portal: PortalName; id: string }) {
  const review = useReview(id);
  if (review.error && !review.data) return <ErrorBlock error={review.error} onRetry={() => void review.refetch()} />;
  if (!review.data) return <TextSkeleton lines={8} />;
  const { data } = review;
  return (
    <Stack gap="lg">
      <Stack gap="xs">
        <Group justify="space-between" gap="xs">
          <Stars rating={data.rating} />
          <StatusBadge kind="review" status={data.status} />
        </Group>
        <Text component="blockquote" className={classes["quote"] ?? ""}>
          {data.body === "" ? "(no words)" : data.body}
        </Text>
        <Text size="xs" c="dimmed">
          {[data.firstName, data.location, words(data.source)].filter(Boolean).join(" · ")} ·{" "}
          <TimeAgo at={data.reviewedAt} />
        </Text>
        <Text size="xs" c="dimmed">
          {[data.sentiment ? words(data.sentiment) : null, ...data.topics].filter(Boolean).join(" · ")}
        </Text>
      </Stack>
      {data.flags.length > 0 ? (
        <Alert color="red" icon={<IconAlertTriangle size={18} aria-hidden />} title="To be answered with care">
          It speaks of {data.flags.map((flag) => words(flag).toLowerCase()).join(", ")}.
        </Alert>
      ) : null}
      {data.reply ? (
        <Stack gap={4}>
          <Text component="h3" fw={600} size="sm">
            What stands under it
          </Text>
          <Text size="sm" style={{ whiteSpace: "pre-wrap" }}>
            {data.reply}
          </Text>
        </Stack>
      ) : null}
      <AnswerPanel portal={portal} review={data} />
      <Leave review={data} />
    </Stack>
  );
}

function Leave({ review }: { review: CustomerReviewDetail }) {
  const move = useIgnore(review.id);
  const { can } = useRights();
  if (!can("review_response.decide")) return null;
  if (allows(reviewMachine, review.status, "ignore"))
    return (
      <div>
        <Button size="xs" variant="subtle" loading={move.isPending} onClick={() => move.mutate("ignore")}>
          Leave it unanswered
        </Button>
      </div>
    );
  if (review.status !== "ignored") return null;
  return (
    <div>
      <Button size="xs" variant="default" loading={move.isPending} onClick={() => move.mutate("restore")}>
        Answer it after all
      </Button>
    </div>
  );
}
