import type { ReactNode } from "react";
import { ManageShell } from "../../features/shell/manage-shell.tsx";

export default function PortalLayout({ children }: { children: ReactNode }) {
  return <ManageShell>{children}</ManageShell>;
}
