import { NewslettersPage } from "../../../../features/newsletters/newsletters-page.tsx";

export default function Page() {
  return <NewslettersPage />;
}
