import { visitScreens } from "./pages/screens.ts";

visitScreens("manage");
