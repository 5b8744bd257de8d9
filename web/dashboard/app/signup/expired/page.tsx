import { ExpiredPage } from "../../../features/signup/expired-page.tsx";

export default function Page() {
  return <ExpiredPage />;
}
