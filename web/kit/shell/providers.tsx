"use client";

import { MantineProvider } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import { NuqsAdapter } from "nuqs/adapters/next/app";
import type { ReactNode } from "react";
import { QueryProvider } from "../api/query.tsx";
import { cssVariables, theme } from "../theme/theme.ts";

/** Everything a screen stands on, signed in or not. */
export function Providers({ children, nonce }: { children: ReactNode; nonce: string }) {
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      defaultColorScheme="auto"
      getStyleNonce={() => nonce}
    >
      <NuqsAdapter>
        <QueryProvider>
          {children}
          <Notifications position="bottom-right" limit={4} />
        </QueryProvider>
      </NuqsAdapter>
    </MantineProvider>
  );
}
