import { LocationPage } from "../../../features/signup/location-page.tsx";

export default function Page() {
  return <LocationPage />;
}
