import { UsersPage } from "../../../features/users/users-page.tsx";

export default function UsersRoute() {
  return <UsersPage />;
}
