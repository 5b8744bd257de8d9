"use client";
import { Group, Paper, RingProgress, Stack, Text } from "@mantine/core";
import { IconBulb, IconScale } from "@tabler/icons-react";
import type { CriticResult } from "#schema/blog.ts";
import { EmptyState } from "../components/empty-state.tsx";
import { words } from "../components/format.ts";
import { ToneBadge } from "../components/status-badge.tsx";
import type { Tone } from "../theme/status-tokens.ts";
import classes from "./claims.module.css";

type Issue = CriticResult["issues"][number];

const severities: Record<Issue["severity"], { rank: number; tone: Tone; word: string }> = {
  blocking: { rank: 0, tone: "failed", word: "Blocking" },
  major: { rank: 1, tone: "attention", word: "Major" },
  minor: { rank: 2, tone: "waiting", word: "Minor" },
};
const advice: Record<CriticResult["recommendation"], string> = {
  approve: "The critic would approve this version.",
  regenerate: "The critic would have it written again.",
  flag_for_review: "The critic asks a person to look closely.",
};

/** What the critic said of this version: score out of 100, and its issues, the gravest first. */
export function CriticPanel({ critic, version }: { critic: CriticResult | null; version: number }) {
  if (!critic)
    return (
      <EmptyState
        compact
        icon={IconScale}
        title="Not reviewed yet"
        text="The critic reads every draft before people do."
      />
    );
  const issues = [...critic.issues].sort((a, b) => severities[a.severity].rank - severities[b.severity].rank);
  const tone = critic.passed ? "done" : "attention";
  return (
    <Stack gap="md">
      <Group wrap="nowrap" gap="md">
        <RingProgress
          size={76}
          thickness={7}
          roundCaps
          sections={[{ value: critic.score, color: `var(--lm-${tone}-solid)` }]}
          label={
            <Text ta="center" fw={700} className="lm-tabular">
              {critic.score}
            </Text>
          }
        />
        <div>
          <Text fw={600}>{critic.passed ? "Passed" : "Not passed"}</Text>
          <Text size="sm">{advice[critic.recommendation]}</Text>
          <Text size="xs" c="dimmed">
            Confidence {critic.confidence}
            {critic.version === version ? "" : ` · about version ${critic.version}`}
          </Text>
        </div>
      </Group>
      {issues.length === 0 && (
        <Text size="sm" c="dimmed">
          No issues.
        </Text>
      )}
      {issues.map((issue) => (
        <Paper key={`${issue.category}:${issue.description}`} withBorder p="sm" radius="md">
          <Group gap="xs" mb={6}>
            <ToneBadge tone={severities[issue.severity].tone} size="sm">
              {severities[issue.severity].word}
            </ToneBadge>
            <Text size="xs" c="dimmed">
              {words(issue.category)}
            </Text>
          </Group>
          <Text size="sm">{issue.description}</Text>
          {issue.quote !== undefined && (
            <blockquote className={`${classes["quote"]} ${classes["spaced"]}`}>{issue.quote}</blockquote>
          )}
          {issue.suggestion !== "" && (
            <Group gap={6} mt={6} wrap="nowrap" align="flex-start">
              <IconBulb size={16} aria-hidden className={classes["fileIcon"]} />
              <Text size="sm" c="dimmed">
                {issue.suggestion}
              </Text>
            </Group>
          )}
        </Paper>
      ))}
    </Stack>
  );
}
