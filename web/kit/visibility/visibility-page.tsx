"use client";

import { Button, SimpleGrid, Stack } from "@mantine/core";
import { IconEyeSearch, IconRefresh } from "@tabler/icons-react";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import type { ReactNode } from "react";
import type { Visibility } from "#schema/visibility.ts";
import { scoreDays } from "#schema/visibility.ts";
import { useRights } from "../auth/session.ts";
import { EmptyState } from "../components/empty-state.tsx";
import { ErrorBlock } from "../components/error-block.tsx";
import { shortDate, signed } from "../components/format.ts";
import { PageHeader } from "../components/page-header.tsx";
import { Panel } from "../components/panel.tsx";
import { CardsSkeleton } from "../components/skeletons.tsx";
import { StatCard } from "../components/stat-card.tsx";
import { StatusTabs } from "../components/status-tabs.tsx";
import { AnswersTable } from "./answers-table.tsx";
import { AssistantsPanel } from "./assistants-panel.tsx";
import { CoursePanel } from "./course-panel.tsx";
import { percent } from "./names.ts";
import { NarrativesPanel } from "./narratives-panel.tsx";
import { useAskNow, usePrompts, useVisibility } from "./queries.ts";
import { QuestionsPanel } from "./questions-panel.tsx";
import { VoicesPanel } from "./voices-panel.tsx";

const tabs = ["overview", "answers", "questions", "analysis"] as const;
const options = [
  { value: "overview", label: "Overview" },
  { value: "answers", label: "Answers" },
  { value: "questions", label: "Questions" },
  { value: "analysis", label: "Analysis" },
] as const;

/** Whether assistants name the client when people ask them, against others and over time. */
export function VisibilityPage() {
  const [tab, setTab] = useQueryState("tab", parseAsStringLiteral(tabs).withDefault("overview"));
  const visibility = useVisibility();
  const panels: Record<(typeof tabs)[number], () => ReactNode> = {
    overview: () => <Overview visibility={visibility.data} onAdd={() => void setTab("questions")} />,
    answers: () => <AnswersTable />,
    questions: () => <QuestionsPanel />,
    analysis: () => <NarrativesPanel />,
  };
  return (
    <>
      <PageHeader
        title="AI visibility"
        lead="Whether assistants name you when people ask them, against others and over time."
        actions={<AskNow isAskable={visibility.data ? isAskable(visibility.data) : false} />}
      />
      <Stack gap="md">
        <StatusTabs label="Part" value={tab} options={options} onChange={(value) => void setTab(value)} />
        {visibility.error && !visibility.data ? (
          <ErrorBlock error={visibility.error} onRetry={() => void visibility.refetch()} />
        ) : (
          panels[tab]()
        )}
      </Stack>
    </>
  );
}

function isAskable({ platforms }: Visibility): boolean {
  return platforms.some(({ enabled, available }) => enabled && available);
}

function AskNow({ isAskable }: { isAskable: boolean }) {
  const { can } = useRights();
  const ask = useAskNow();
  const prompts = usePrompts();
  const hasPrompts = prompts.data?.items.some(({ active }) => active) ?? false;
  if (!can("insight.manage")) return null;
  return (
    <Button
      leftSection={<IconRefresh size={16} aria-hidden />}
      loading={ask.isPending}
      disabled={!hasPrompts || !isAskable}
      onClick={() => ask.mutate()}
    >
      Ask now
    </Button>
  );
}

function Overview({ visibility, onAdd }: { visibility: Visibility | undefined; onAdd: () => void }) {
  if (!visibility) return <CardsSkeleton />;
  const { score, trend, answers, lastAskedOn, shareOfVoice, sentiment } = visibility;
  const canAsk = isAskable(visibility);
  if (lastAskedOn === null)
    return (
      <Stack gap="md">
        {canAsk ? null : <CoursePanel />}
        <Panel>
          <EmptyState
            icon={IconEyeSearch}
            title={canAsk ? "Ask once to see where you are named" : "No assistant can be asked now"}
            text={
              canAsk
                ? "Write down what people would ask an assistant, then have all of them asked."
                : "Scores count only assistants that can be asked. Answers of earlier days are kept."
            }
            action={
              <Button variant="default" size="xs" onClick={onAdd}>
                Choose questions
              </Button>
            }
          />
        </Panel>
        <AssistantsPanel visibility={visibility} />
      </Stack>
    );
  const own = shareOfVoice.find((voice) => voice.own);
  const judged = sentiment.positive + sentiment.neutral + sentiment.negative;
  return (
    <Stack gap="md">
      <SimpleGrid cols={{ base: 2, md: 4 }}>
        <StatCard label="Named in" value={percent(score)} hint={`of ${answers} answers of ${scoreDays} days`} />
        <StatCard
          label="Against the days before"
          value={trend === null ? "–" : signed(trend)}
          hint={trend === null ? "nothing to compare with yet" : "points"}
        />
        <StatCard label="Share of all names" value={percent(own ? own.share : null)} hint="you against others" />
        <StatCard
          label="Spoken of well"
          value={judged === 0 ? "–" : percent((sentiment.positive / judged) * 100)}
          hint={`last asked ${shortDate(lastAskedOn)}`}
        />
      </SimpleGrid>
      <CoursePanel />
      <SimpleGrid cols={{ base: 1, lg: 2 }}>
        <AssistantsPanel visibility={visibility} />
        <VoicesPanel visibility={visibility} />
      </SimpleGrid>
    </Stack>
  );
}
