"use client";
import { Button, Group, Modal, NumberInput, Select, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { IconListSearch } from "@tabler/icons-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { api } from "#kit/api/client.ts";
import { useAction } from "#kit/api/use-action.ts";
import { useRights } from "#kit/auth/session.ts";
import { FormErrors } from "#kit/components/form-errors.tsx";

interface Wishes {
  topic: string;
  contentGoal: "new_blog_post" | "optimise_existing" | "landing_page";
  groups: number | "";
}

const goals = [
  { value: "new_blog_post", label: "For new posts" },
  { value: "optimise_existing", label: "For pages that are there already" },
  { value: "landing_page", label: "For a landing page" },
];

/** Has groups of search terms looked for, beside those of the month. */
export function KeywordOrder({ tenantId }: { tenantId: string }) {
  const router = useRouter();
  const { can } = useRights();
  const [isOpen, setOpen] = useState(false);
  const form = useForm<Wishes>({
    initialValues: { topic: "", contentGoal: "new_blog_post", groups: 2 },
    validate: {
      topic: (topic) =>
        [1, 2].includes(topic.trim().length) ? "Say in at least 3 characters what they are about." : null,
    },
  });
  const order = useAction(
    ({ topic, contentGoal, groups }: Wishes) =>
      api.post<{ activityId: string }>("/tenant/v1/keywords/research", {
        contentGoal,
        ...(topic.trim() ? { topic: topic.trim() } : {}),
        ...(groups === "" ? {} : { groups }),
      }),
    {
      quiet: true,
      invalidates: ["/tenant/v1/activities"],
      success: "Search terms are being looked for.",
      onSuccess: ({ activityId }) => {
        setOpen(false);
        router.push(`/t/${tenantId}/activities/${activityId}`);
      },
    },
  );
  if (!can("activity.steer")) return null;
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconListSearch size={16} aria-hidden />}
        onClick={() => {
          order.reset();
          setOpen(true);
        }}
      >
        Look for search terms
      </Button>
      <Modal opened={isOpen} onClose={() => setOpen(false)} title="Look for search terms">
        <form onSubmit={form.onSubmit((wishes) => order.mutate(wishes))} noValidate>
          <Stack>
            <Text size="sm" c="dimmed">
              Each group is what one text can answer. You decide about each before anything is written for it.
            </Text>
            <FormErrors error={order.error} />
            <TextInput
              label="Subject"
              placeholder="The client's trade, if empty"
              maxLength={200}
              data-autofocus
              {...form.getInputProps("topic")}
            />
            <Select label="What for" data={goals} allowDeselect={false} {...form.getInputProps("contentGoal")} />
            <NumberInput label="Groups" min={1} max={10} {...form.getInputProps("groups")} />
            <Group justify="flex-end" gap="sm">
              <Button variant="default" onClick={() => setOpen(false)}>
                Cancel
              </Button>
              <Button type="submit" loading={order.isPending}>
                Look for them
              </Button>
            </Group>
          </Stack>
        </form>
      </Modal>
    </>
  );
}
