import { ContactsPage } from "../../../features/contacts/contacts-page.tsx";

export default function Page() {
  return <ContactsPage />;
}
