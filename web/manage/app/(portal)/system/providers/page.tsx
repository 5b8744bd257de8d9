import { ProvidersPage } from "../../../../features/providers/providers-page.tsx";

export default function ProvidersRoute() {
  return <ProvidersPage />;
}
