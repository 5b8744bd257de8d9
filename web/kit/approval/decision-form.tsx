"use client";
import { Button, Chip, Group, Modal, Select, Stack, Text, Textarea } from "@mantine/core";
import { useState } from "react";
import { RejectCategory, type Resolve } from "#schema/approval.ts";
import { words } from "../components/format.ts";

export type Decision = Resolve["decision"];
export type Answer = Pick<Resolve, "decision" | "note" | "category">;

interface Props {
  /** The decision being made; null closes the dialog. */
  decision: Decision | null;
  /** Thing, version and client, as the dialog names them. */
  subject: string;
  /** What an approval sets off. */
  effect: string;
  /** A refusal has to say what it is about. */
  isCategoryRequired?: boolean;
  isBusy: boolean;
  error: string | null;
  onClose(): void;
  onSend(answer: Answer): void;
}

const notesMax: Record<Decision, number> = { approve: 1_000, revise: 4_000, reject: 4_000 };
const noteMin = 10;
const titles: Record<Decision, string> = { approve: "Approve?", revise: "Ask for changes", reject: "Reject" };
const buttons: Record<Decision, string> = { approve: "Approve", revise: "Ask for changes", reject: "Reject" };
const phrases = [
  "Please use our own figures and name the source.",
  "The tone is too promotional; more matter-of-fact.",
  "Too long; shorten it by about a third.",
  "The opening should come to the point sooner.",
  "Add a concrete example from our daily work.",
  "This is not what we asked for.",
];

/** Asks for the words that belong to a decision; Ctrl+Enter sends. */
export function DecisionForm({ decision, ...props }: Props) {
  return (
    <Modal
      opened={decision !== null}
      onClose={props.onClose}
      title={decision === null ? "" : titles[decision]}
      size="lg"
    >
      {decision !== null && <Body key={decision} decision={decision} {...props} />}
    </Modal>
  );
}

function Body(props: Props & { decision: Decision }) {
  const { decision, subject, effect, isCategoryRequired = false, isBusy, error, onClose, onSend } = props;
  const [note, setNote] = useState("");
  const [category, setCategory] = useState<Answer["category"]>(undefined);
  const isApproval = decision === "approve";
  const text = note.trim();
  const missing = isApproval ? 0 : Math.max(0, noteMin - text.length);
  const isUnnamed = !isApproval && isCategoryRequired && category === undefined;
  const send = () => {
    if (missing > 0 || isUnnamed || isBusy) return;
    onSend({ decision, ...(text === "" ? {} : { note: text }), ...(category ? { category } : {}) });
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <Stack gap="sm">
        <Text size="sm">{subject}</Text>
        {isApproval && (
          <Text size="sm" c="dimmed">
            {effect}
          </Text>
        )}
        {!isApproval && (
          <Select
            label="What is it about?"
            placeholder="Choose"
            clearable={!isCategoryRequired}
            required={isCategoryRequired}
            data={RejectCategory.options.map((value) => ({ value, label: words(value) }))}
            value={category ?? null}
            onChange={(value) => setCategory(RejectCategory.safeParse(value).data)}
          />
        )}
        <Textarea
          data-autofocus
          label={isApproval ? "Note (optional)" : "What should change?"}
          description={isApproval ? undefined : "The writer reads this word by word."}
          autosize
          minRows={isApproval ? 2 : 4}
          maxRows={14}
          maxLength={notesMax[decision]}
          required={!isApproval}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) send();
          }}
          error={error}
        />
        <Text size="xs" c="dimmed" className="lm-tabular" aria-live="polite">
          {missing > 0 ? `${missing} more characters` : `${text.length} of ${notesMax[decision].toLocaleString("en")}`}
        </Text>
        {!isApproval && (
          <Group gap={6} role="group" aria-label="Quick phrases">
            {phrases.map((phrase) => (
              <Chip
                key={phrase}
                size="xs"
                checked={note.includes(phrase)}
                onChange={(on) =>
                  setNote(on ? [text, phrase].filter(Boolean).join("\n") : note.replace(phrase, "").trim())
                }
              >
                {phrase}
              </Chip>
            ))}
          </Group>
        )}
        <Group justify="flex-end" gap="sm" mt="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button
            type="submit"
            {...(decision === "reject" ? { color: "red.8" } : {})}
            loading={isBusy}
            disabled={missing > 0 || isUnnamed}
          >
            {buttons[decision]}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
