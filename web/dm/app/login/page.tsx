import { LoginPage } from "#kit/auth/login-page.tsx";
import { door } from "../../features/shell/door.ts";

export default function Page() {
  return <LoginPage door={door} />;
}
