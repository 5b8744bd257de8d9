import { SecurityPage } from "#kit/security/security-page.tsx";

export default function Page() {
  return <SecurityPage />;
}
