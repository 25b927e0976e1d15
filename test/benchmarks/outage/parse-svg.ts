import { DOMParser, type Element } from "@xmldom/xmldom";

/** Reads an SVG file as strictly as a browser does; throws what is wrong with it. */
export function parseSvg(text: string): Element {
  const onError = (level: string, message: string): void => {
    if (level !== "warning") throw new Error(`${level}: ${message}`);
  };
  const root = new DOMParser({ onError }).parseFromString(text, "image/svg+xml").documentElement;
  if (root === null) throw new Error("there is nothing in it");
  return root;
}

/** What a person reads in it. */
export function textsOf(root: Element): string[] {
  return [...root.getElementsByTagName("text")].map(({ textContent }) => textContent ?? "");
}
