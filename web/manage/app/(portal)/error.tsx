"use client";

import { BrokenPage } from "#kit/shell/broken-page.tsx";

export default function PortalError({ error, reset }: { error: Error; reset: () => void }) {
  return <BrokenPage error={error} onRetry={reset} />;
}
