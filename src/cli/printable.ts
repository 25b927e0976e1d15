import { stripVTControlCharacters } from "node:util";

/** What moves a cursor, and what turns the direction of writing round. */
// oxlint-disable-next-line no-control-regex -- they are what is looked for
const unprintable = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu;

/** Text from elsewhere on one line of a terminal. */
export function oneLine(text: string): string {
  return stripVTControlCharacters(text).replace(unprintable, " ");
}

/** Text of several lines from elsewhere, for a terminal. */
export function printableText(text: string): string {
  return text.replace(unprintable, (character) => (character === "\n" ? character : " "));
}

/** JSON of several lines, for a terminal; what `JSON.stringify()` leaves unescaped is written as `\uXXXX`, which says the same. */
export function printableJsonText(value: unknown): string {
  return JSON.stringify(value, undefined, 2).replace(unprintable, (character) => {
    return character === "\n" ? character : `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}
