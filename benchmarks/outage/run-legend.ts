import { svg, svgText } from "./svg.ts";

interface Entry {
  readonly text: string;
  /** How wide the entry is with its sample. */
  readonly width: number;
  readonly sample: (x: number, y: number) => string;
}

const sampleWidth = 22;

function area(name: string): Entry["sample"] {
  return (x, y) => svg("rect", { class: name, x, y: y - 10, width: sampleWidth, height: 11 });
}

function line(name: string, height?: number): Entry["sample"] {
  const attributes = height === undefined ? { class: name } : { class: name, "stroke-width": height };
  const below = height === undefined ? 4 : 10 - height / 2;
  return (x, y) => svg("path", { ...attributes, d: `M${x} ${y - below}h${sampleWidth}` });
}

function band(state: string): Entry["sample"] {
  const [behind, strip] = [line(`${state} behind`, 12), line(state, 5)];
  return (x, y) => behind(x, y) + strip(x, y);
}

function box(name: string): Entry["sample"] {
  return (x, y) => svg("path", { class: name, d: `M${x} ${y + 1}v-11h${sampleWidth}v11` });
}

const entries: readonly Entry[] = [
  { text: "answered by the service", width: 190, sample: area("good") },
  { text: "lost", width: 70, sample: area("lost") },
  { text: "by a fallback", width: 118, sample: area("fallback") },
  { text: "requests that arrive", width: 168, sample: line("ink requests") },
  { text: "circuit open", width: 112, sample: band("open") },
  { text: "half-open", width: 98, sample: band("halfOpen") },
  { text: "service sick", width: 110, sample: box("ink fault") },
];

/** What the marks of a plot over time mean. */
export function runLegend(x: number, y: number): string {
  let at = x;
  const drawn = entries.map(({ text, width, sample }) => {
    const entry = sample(at, y) + svgText(at + sampleWidth + 6, y, text);
    at += width;
    return entry;
  });
  return svg("g", {}, ...drawn);
}
