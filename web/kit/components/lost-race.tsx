import { Alert, Button, Stack } from "@mantine/core";
import { IconArrowsDiff } from "@tabler/icons-react";
import { isLostRace } from "../api/error.ts";
import { FormErrors } from "./form-errors.tsx";

interface LostRaceProps {
  /** "this tenant", "this person". */
  what: string;
  /** Puts what is stored now into the form. */
  onReload: () => void;
}

/** Stands above a form whose thing somebody else changed in the meantime. */
export function LostRace({ what, onReload }: LostRaceProps) {
  return (
    <Alert color="yellow" icon={<IconArrowsDiff aria-hidden />} title={`Somebody else changed ${what}`} role="alert">
      <Stack gap="sm" align="flex-start">
        Nothing of yours was saved. Load what is stored now, then make your change again.
        <Button size="xs" variant="default" onClick={onReload}>
          Load what is stored now
        </Button>
      </Stack>
    </Alert>
  );
}

/** Stands above a form whose last save was refused: somebody else was faster, or what is wrong with it. */
export function SaveProblem({ error, ...race }: LostRaceProps & { error: Error | null }) {
  return isLostRace(error) ? <LostRace {...race} /> : <FormErrors error={error} />;
}
