const bars = "▁▂▃▄▅▆▇█";

/** One bar for each value, the tallest for `most`; nothing at all is a space. */
export function sparkline(values: readonly number[], most: number): string {
  return values.map((value) => bar(value, most)).join("");
}

function bar(value: number, most: number): string {
  if (value <= 0 || most <= 0) return " ";
  const height = Math.ceil((Math.min(value, most) / most) * bars.length);
  return bars[height - 1] ?? " ";
}
