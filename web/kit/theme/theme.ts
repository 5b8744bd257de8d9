"use client";

import type {
  ButtonProps,
  CSSVariablesResolver,
  DrawerProps,
  ModalProps,
  TableProps,
  TooltipProps,
} from "@mantine/core";
import { createTheme } from "@mantine/core";
import { amber, brick, ink, iris, leaf, paper, petrol, sky } from "./colors.ts";
import { statusTokens, washTokens } from "./status-tokens.ts";

const sans = '"Inter Variable", system-ui, -apple-system, "Segoe UI", sans-serif';
const serif = '"Source Serif 4 Variable", Georgia, "Times New Roman", serif';
const mono = '"JetBrains Mono Variable", ui-monospace, Menlo, Consolas, monospace';

/** What a screen reader calls the cross of a dialog. */
const closeButtonProps = { "aria-label": "Close" };

/** The look of all portals: quiet paper and ink, one petrol accent, serif only where text is meant to be read. */
export const theme = createTheme({
  colors: { petrol, gray: paper, dark: ink, yellow: amber, red: brick, green: leaf, blue: sky, violet: iris },
  primaryColor: "petrol",
  primaryShade: { light: 7, dark: 6 },
  white: "#ffffff",
  black: "#1e1c18",
  fontFamily: sans,
  fontFamilyMonospace: mono,
  headings: {
    fontFamily: sans,
    fontWeight: "600",
    textWrap: "balance",
    sizes: {
      h1: { fontSize: "1.75rem", lineHeight: "1.2" },
      h2: { fontSize: "1.125rem", lineHeight: "1.35" },
      h3: { fontSize: "1rem", lineHeight: "1.4" },
      h4: { fontSize: "0.9375rem", lineHeight: "1.4" },
    },
  },
  fontSizes: { xs: "0.75rem", sm: "0.875rem", md: "0.9375rem", lg: "1.0625rem", xl: "1.25rem" },
  spacing: { xs: "0.5rem", sm: "0.75rem", md: "1rem", lg: "1.5rem", xl: "2.25rem" },
  radius: { xs: "0.25rem", sm: "0.375rem", md: "0.5rem", lg: "0.75rem", xl: "1.25rem" },
  defaultRadius: "md",
  shadows: {
    xs: "0 1px 1px rgb(30 28 24 / 4%)",
    sm: "0 1px 2px rgb(30 28 24 / 5%), 0 2px 6px rgb(30 28 24 / 4%)",
    md: "0 2px 4px rgb(30 28 24 / 5%), 0 8px 24px rgb(30 28 24 / 8%)",
    lg: "0 4px 8px rgb(30 28 24 / 6%), 0 18px 48px rgb(30 28 24 / 14%)",
  },
  focusRing: "auto",
  cursorType: "pointer",
  respectReducedMotion: true,
  other: { serif },
  // Plain objects: `Modal.extend` would bring every one of these components to every page.
  components: {
    ActionIcon: { defaultProps: { variant: "subtle", color: "gray" } },
    Anchor: { defaultProps: { underline: "hover" } },
    Badge: { defaultProps: { variant: "light", radius: "sm" } },
    Button: { defaultProps: { radius: "md" } satisfies Partial<ButtonProps> },
    Card: { defaultProps: { withBorder: true, radius: "lg", padding: "lg" } },
    Modal: {
      defaultProps: {
        centered: true,
        radius: "lg",
        closeButtonProps,
        overlayProps: { backgroundOpacity: 0.45, blur: 2 },
      } satisfies Partial<ModalProps>,
      styles: { title: { fontWeight: 600 } },
    },
    Menu: { defaultProps: { withInitialFocusPlaceholder: false } },
    Drawer: {
      defaultProps: { closeButtonProps } satisfies Partial<DrawerProps>,
      styles: { title: { fontWeight: 600 } },
    },
    NavLink: { defaultProps: { variant: "subtle" } },
    Paper: { defaultProps: { radius: "lg" } },
    Skeleton: { defaultProps: { radius: "sm" } },
    Table: { defaultProps: { verticalSpacing: "sm", horizontalSpacing: "md" } satisfies Partial<TableProps> },
    Tabs: { defaultProps: { keepMounted: false } },
    TextInput: { defaultProps: { size: "sm" } },
    Tooltip: { defaultProps: { openDelay: 300, withArrow: false } satisfies Partial<TooltipProps> },
  },
});

/** Tokens beyond Mantine's own: canvas, serif, status colours. Every text pair is at least 4.5:1. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: { "--lm-serif": serif },
  light: {
    "--lm-canvas": "#f7f5f0",
    "--lm-sunken": "#f4f2ed",
    "--lm-hairline": "#e6e2d9",
    "--lm-text-strong": "#1e1c18",
    "--lm-mark": "#fbe8a6",
    "--mantine-color-body": "#ffffff",
    "--mantine-color-text": "#2a2823",
    "--mantine-color-dimmed": "#696459",
    "--mantine-color-placeholder": "#7a7468",
    "--mantine-color-anchor": "#14606c",
    "--mantine-color-default-border": "#dedad1",
    "--mantine-color-default-hover": "#f7f5f0",
    "--mantine-color-error": "#b3261e",
    "--mantine-color-petrol-light": "#d9ecee",
    "--mantine-color-petrol-light-color": "#0f4d57",
    ...statusTokens.light,
    ...washTokens,
  },
  dark: {
    "--lm-canvas": "#131412",
    "--lm-sunken": "#171816",
    "--lm-hairline": "#30312e",
    "--lm-text-strong": "#f5f3ee",
    "--lm-mark": "#4d4214",
    "--mantine-color-body": "#1b1c1a",
    "--mantine-color-text": "#dcd9d2",
    "--mantine-color-dimmed": "#a9a69e",
    "--mantine-color-placeholder": "#8d8a83",
    "--mantine-color-anchor": "#82c0c7",
    "--mantine-color-default-border": "#3b3c39",
    "--mantine-color-default-hover": "#262725",
    "--mantine-color-error": "#ff9e94",
    "--mantine-color-petrol-light": "#17343a",
    "--mantine-color-petrol-light-color": "#a5d6dc",
    ...statusTokens.dark,
    ...washTokens,
  },
});
