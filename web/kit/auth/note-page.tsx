import { Stack, Text } from "@mantine/core";
import { IconAlertTriangle, IconCircleCheck, IconClock, IconMail } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { Door } from "./door.ts";
import { DoorPage } from "./door-page.tsx";
import classes from "./note-page.module.css";

const looks = {
  done: IconCircleCheck,
  mail: IconMail,
  expired: IconClock,
  failed: IconAlertTriangle,
} as const;

interface NotePageProps {
  door: Door;
  look: keyof typeof looks;
  title: string;
  text: ReactNode;
  /** What to do next: at most one button and one link. */
  children?: ReactNode;
}

/** How a link from a mail ended: what happened, and the next step. */
export function NotePage({ door, look, title, text, children }: NotePageProps) {
  const Icon = looks[look];
  return (
    <DoorPage
      door={door}
      title={title}
      mark={<NoteMark look={look} icon={<Icon size={22} stroke={1.7} aria-hidden />} />}
    >
      <Stack gap="lg">
        <Text component="div" role="status">
          {text}
        </Text>
        {children}
      </Stack>
    </DoorPage>
  );
}

function NoteMark({ look, icon }: { look: keyof typeof looks; icon: ReactNode }) {
  return (
    <span className={classes["mark"]} data-look={look}>
      {icon}
    </span>
  );
}
