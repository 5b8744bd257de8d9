import { BacklinksPage } from "#kit/backlink/backlinks-page.tsx";

export default function Page() {
  return <BacklinksPage portal="dm" />;
}
