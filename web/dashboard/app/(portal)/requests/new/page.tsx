import { NewRequestPage } from "../../../../features/requests/new-request-page.tsx";

export default function Page() {
  return <NewRequestPage />;
}
