import { ProfilePage } from "#kit/auth/profile-page.tsx";

export default function ProfileRoute() {
  return <ProfilePage />;
}
