import { ImpersonatePage } from "../../features/impersonation/impersonate-page.tsx";

export default function Page() {
  return <ImpersonatePage />;
}
