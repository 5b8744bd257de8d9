import { UserPage } from "../../../../features/users/user-page.tsx";

export default async function UserRoute({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return <UserPage id={id} />;
}
