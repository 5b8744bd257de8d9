import { Alert, Anchor, Stack } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import Link from "next/link";
import type { Home } from "#schema/dashboard.ts";

/** One line per thing that keeps work from going on. */
export function Alerts({ alerts }: { alerts: Home["alerts"] }) {
  if (alerts.length === 0) return null;
  return (
    <Stack gap="xs">
      {alerts.map((alert) => (
        <Alert key={`${alert.kind}:${alert.text}`} color="yellow" py="xs" icon={<IconAlertTriangle aria-hidden />}>
          {alert.text}{" "}
          {alert.link ? (
            <Anchor component={Link} href={alert.link} inherit underline="always">
              Take a look
            </Anchor>
          ) : null}
        </Alert>
      ))}
    </Stack>
  );
}
