import type { MantineColorsTuple } from "@mantine/core";

/** Petrol: the product's own colour, between the blue of "running" and the green of "done" and mistaken for neither. */
export const petrol: MantineColorsTuple = [
  "#edf6f7",
  "#d6ebed",
  "#afd7db",
  "#82c0c7",
  "#5fabb4",
  "#348f9b",
  "#1d7683",
  "#14606c",
  "#0f4d57",
  "#0a3940",
];

/** Warm paper greys of the light scheme. Step 6 is the lightest that still reads as text (5.1:1 on paper). */
export const paper: MantineColorsTuple = [
  "#faf9f6",
  "#f4f2ed",
  "#eae7e0",
  "#dedad1",
  "#c8c3b8",
  "#a39d91",
  "#696459",
  "#4f4b43",
  "#35322c",
  "#1e1c18",
];

/** Warm ink of the dark scheme: 0-2 text, 4 borders, 5-7 surfaces, 8-9 wells. */
export const ink: MantineColorsTuple = [
  "#ebe9e3",
  "#d0cdc5",
  "#a9a69e",
  "#7b7972",
  "#3b3c39",
  "#2b2c2a",
  "#222321",
  "#1b1c1a",
  "#141513",
  "#0d0e0d",
];

/** Signal colours in the temper of the status tones: light washes at the start, readable inks from step 7. */
export const amber: MantineColorsTuple = [
  "#fdf6e7",
  "#fcf0d6",
  "#f7dfae",
  "#f1c06a",
  "#e5a83d",
  "#dd9d2c",
  "#c98308",
  "#a86a00",
  "#864f00",
  "#5f3800",
];
export const brick: MantineColorsTuple = [
  "#fdf3f2",
  "#fbe8e6",
  "#f6cbc7",
  "#f7a8a1",
  "#ef8279",
  "#e5675d",
  "#cf3f35",
  "#b9332a",
  "#a0281f",
  "#701a14",
];
export const leaf: MantineColorsTuple = [
  "#f1f9f3",
  "#e3f3e7",
  "#c3e5cc",
  "#8bd4a0",
  "#66c283",
  "#4fb170",
  "#2f8f4e",
  "#267a41",
  "#1d6634",
  "#124523",
];
export const sky: MantineColorsTuple = [
  "#f1f6fd",
  "#e4eefb",
  "#c3daf6",
  "#93c1f7",
  "#74aef1",
  "#5b9bea",
  "#2f74c9",
  "#2566b4",
  "#1c57a0",
  "#123c70",
];
export const iris: MantineColorsTuple = [
  "#f7f3fd",
  "#efe9fb",
  "#dccff6",
  "#c6adf8",
  "#b394f0",
  "#a07be8",
  "#7f52d1",
  "#6e43bf",
  "#5f35ad",
  "#42237c",
];
