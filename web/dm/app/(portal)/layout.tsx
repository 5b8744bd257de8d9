import type { ReactNode } from "react";
import { DmShell } from "../../features/shell/dm-shell.tsx";

export default function PortalLayout({ children }: { children: ReactNode }) {
  return <DmShell>{children}</DmShell>;
}
