import { Text, Timeline } from "@mantine/core";
import { IconAlertTriangle, IconCheck, IconHelp, IconMinus } from "@tabler/icons-react";
import type { PublishAttempt } from "#schema/blog.ts";
import { words } from "../components/format.ts";
import { TimeAgo } from "../components/time-ago.tsx";

type Step = PublishAttempt["steps"][number];

function bulletOf(step: Step) {
  if (/^not_|absent|pending/.test(step.outcome)) return { icon: IconMinus, color: "gray" };
  if (/fail|error|refus|reject/.test(step.outcome)) return { icon: IconAlertTriangle, color: "red" };
  if (/unknown|timeout|lost/.test(step.outcome)) return { icon: IconHelp, color: "violet" };
  if (/ok|success|found|created|confirm|done|posted/.test(step.outcome)) return { icon: IconCheck, color: "green" };
  return { icon: IconMinus, color: "gray" };
}

/** Every exchange with the website in order: phase, what came of it, HTTP status, time taken. */
export function PublishSteps({ attempt }: { attempt: PublishAttempt }) {
  if (attempt.steps.length === 0) return null;
  return (
    <Timeline bulletSize={22} lineWidth={2} active={attempt.steps.length} aria-label="Steps of the publishing">
      {attempt.steps.map((step) => {
        const bullet = bulletOf(step);
        return (
          <Timeline.Item
            key={step.step}
            color={bullet.color}
            bullet={<bullet.icon size={13} aria-hidden />}
            title={words(step.phase)}
          >
            <Text size="xs" c="dimmed" className="lm-tabular">
              {words(step.outcome)}
              {step.httpStatus === null ? "" : ` · HTTP ${step.httpStatus}`} · {step.durationMs} ms ·{" "}
              <TimeAgo at={step.createdAt} />
            </Text>
          </Timeline.Item>
        );
      })}
    </Timeline>
  );
}
