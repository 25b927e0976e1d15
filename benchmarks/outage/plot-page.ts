import { escaped, svg, svgText } from "./svg.ts";

/** The colours of Okabe and Ito, which people tell apart however they see colour. */
export const colour = {
  orange: "#E69F00",
  sky: "#56B4E9",
  green: "#009E73",
  yellow: "#F0E442",
  blue: "#0072B2",
  vermilion: "#D55E00",
  purple: "#CC79A7",
  grey: "#999999",
} as const;

/** How wide a plot is: what a README shows without making it smaller. */
export const pageWidth = 960;

/** Where a plot's first line below its heading lies. */
export const belowHeading = 70;

export interface Page {
  readonly title: string;
  readonly subtitle: string;
  /** What the plot shows, for those who do not see it. */
  readonly description: string;
  readonly height: number;
  /** Rules beside those of every plot. */
  readonly style?: string;
  readonly definitions?: readonly string[];
}

// A picture in a README knows the colour scheme of the reader's system, not that of the page around it: so each scheme
// brings its own background, and nothing shines through. Plain rules, as not every viewer knows CSS variables.
const style = `
text{font:12px system-ui,-apple-system,"Segoe UI",Helvetica,Arial,sans-serif;fill:#1f2328}
.heading{font-size:18px;font-weight:600}.name{font-size:13px;font-weight:600}
.soft{fill:#59636e}.page{fill:#fff}.ink{stroke:#1f2328;fill:none}.inked{fill:#1f2328}
.grid{stroke:#d1d9e0;fill:none}.axis{stroke:#818b98;fill:none}
@media(prefers-color-scheme:dark){text{fill:#f0f6fc}.soft{fill:#9198a1}.page{fill:#0d1117}
.ink{stroke:#f0f6fc}.inked{fill:#f0f6fc}.grid{stroke:#3d444d}.axis{stroke:#656c76}}`;

/** A plot as a file of its own, readable in front of light and dark pages. */
export function plotPage(page: Page, ...content: readonly string[]): string {
  const { title, subtitle, description, height, definitions = [] } = page;
  return `${svg(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      width: pageWidth,
      height,
      viewBox: `0 0 ${pageWidth} ${height}`,
      role: "img",
      "aria-labelledby": "title description",
    },
    svg("title", { id: "title" }, escaped(title)),
    svg("desc", { id: "description" }, escaped(description)),
    svg("style", {}, style + (page.style ?? "")),
    svg("defs", {}, ...definitions),
    svg("rect", { class: "page", width: pageWidth, height, rx: 6 }),
    svgText(20, 32, title, { class: "heading" }),
    svgText(20, 53, subtitle, { class: "soft" }),
    ...content,
  )}\n`;
}
