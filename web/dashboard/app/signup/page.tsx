import { PersonPage } from "../../features/signup/person-page.tsx";

export default function Page() {
  return <PersonPage />;
}
