import { visitScreens } from "./pages/screens.ts";

visitScreens("dashboard");
