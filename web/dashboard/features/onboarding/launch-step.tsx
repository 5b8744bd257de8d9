"use client";

import { ActionIcon, Button, Input, Stack, Switch, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useRights } from "#kit/auth/session.ts";
import { useFieldErrors } from "#kit/components/form-errors.tsx";
import { credits } from "#kit/components/format.ts";
import { creditRates } from "#schema/plans.ts";
import { LaunchSummary } from "./launch-summary.tsx";
import { useLaunch } from "./queries.ts";
import { StepFrame } from "./step-frame.tsx";
import classes from "./wizard.module.css";

const rivalsMax = 6;
/** What the chain reserves at most, in hundredths: context file, strategy, plan. */
const chainCredits = creditRates.context_file + creditRates.strategy + creditRates.deliverable_planner;

/** Looks everything over, names rivals, and begins the setup. */
export function LaunchStep() {
  const { can } = useRights();
  const launch = useLaunch(() => window.scrollTo({ top: 0 }));
  const form = useForm({
    initialValues: {
      competitors: [] as { name: string; domain: string }[],
      research: { client: true, competitor: true },
    },
    validate: {
      competitors: {
        name: (name) => (name.trim().length < 2 ? "Enter a name." : null),
        domain: (domain) => (domain.includes(".") ? null : "Enter a domain like rival.com."),
      },
    },
  });
  const { competitors, research } = form.values;
  useFieldErrors(form.setErrors, launch.error);
  return (
    <StepFrame
      step="launch"
      onSubmit={form.onSubmit((values) => launch.mutate(values))}
      isBusy={launch.isPending}
      problem={launch.error}
      submitLabel="Launch"
      skipLabel="Later"
      held={can("context_file.edit") ? null : "An admin of your workspace launches the setup."}
    >
      <LaunchSummary />
      <Stack gap={6} role="group" aria-label="Competitors to watch">
        <div>
          <Input.Label component="div">Competitors to watch</Input.Label>
          <Input.Description>Up to six. Research looks at them and finds others.</Input.Description>
        </div>
        <div className={classes["pairs"]}>
          {competitors.map((_, index) => (
            <div key={index} className={classes["pair"]}>
              <TextInput
                aria-label={`Name of competitor ${index + 1}`}
                placeholder="Name"
                maxLength={120}
                {...form.getInputProps(`competitors.${index}.name`)}
              />
              <TextInput
                aria-label={`Domain of competitor ${index + 1}`}
                placeholder="rival.com"
                maxLength={253}
                {...form.getInputProps(`competitors.${index}.domain`)}
              />
              <ActionIcon
                variant="subtle"
                color="gray"
                size="lg"
                aria-label={`Remove competitor ${index + 1}`}
                onClick={() => form.removeListItem("competitors", index)}
              >
                <IconTrash size={16} />
              </ActionIcon>
            </div>
          ))}
        </div>
        {competitors.length < rivalsMax ? (
          <div>
            <Button
              size="xs"
              variant="default"
              leftSection={<IconPlus size={14} aria-hidden />}
              onClick={() => form.insertListItem("competitors", { name: "", domain: "" })}
            >
              Add a competitor
            </Button>
          </div>
        ) : null}
      </Stack>
      <Switch
        label="Research your company"
        description="Reads your website and documents before anything is written"
        {...form.getInputProps("research.client", { type: "checkbox" })}
      />
      <Switch
        label="Research competitors"
        description={research.competitor ? "Looks at up to six rivals" : "The context file then says nothing of rivals"}
        {...form.getInputProps("research.competitor", { type: "checkbox" })}
      />
      <Text size="sm">
        Context file, strategy and plan take <strong>{credits(chainCredits / 100)} credits</strong>. Nothing is written
        again or goes out without your approval.
      </Text>
    </StepFrame>
  );
}
