import type { Viewport } from "next";
import type { ReactNode } from "react";
import { PortalDocument } from "#kit/shell/document.tsx";

export const viewport: Viewport = { width: "device-width", initialScale: 1, viewportFit: "cover" };

export default function RootLayout({ children }: { children: ReactNode }) {
  return <PortalDocument>{children}</PortalDocument>;
}
