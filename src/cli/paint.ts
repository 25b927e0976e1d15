import { styleText } from "node:util";

/** How a text may look. */
export type Look = "bold" | "dim" | "red" | "green" | "yellow" | "cyan";

/** Gives a text its looks, or leaves it as it is where there are no colours. */
export type Paint = (text: string, ...looks: Look[]) => string;

/** Leaves every text as it is. */
export const plainPaint: Paint = (text) => text;

/** Colours texts with escape sequences, wherever they are printed. */
export const colourPaint: Paint = (text, ...looks) =>
  looks.length === 0 || text.trim() === "" ? text : styleText(looks, text, { validateStream: false });
