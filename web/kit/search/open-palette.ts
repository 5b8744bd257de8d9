/** Asks for the palette, which is loaded when somebody wants it for the first time. */
export const paletteEvent = "lm:palette";

/** Opens the palette from anywhere. */
export function openPalette(): void {
  window.dispatchEvent(new Event(paletteEvent));
}
