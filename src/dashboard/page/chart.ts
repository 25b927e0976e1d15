import UPlot from "uplot";
import type { Series } from "../dashboard-snapshot.ts";

const height = 90;

/** A small picture of the last fifteen minutes; drawn only while it can be seen. */
export class Chart {
  readonly element: HTMLElement;
  #plot: UPlot | undefined;
  #data: UPlot.AlignedData = [[], [], [], []];
  #isVisible = false;

  constructor(element: HTMLElement) {
    this.element = element;
    element.className = "chart";
    element.setAttribute("role", "img");
    visibility.observe(element);
    size.observe(element);
    charts.set(element, this);
  }

  show(series: Series, endsAt: number, binMs: number): void {
    const length = series.calls.length;
    const times = series.calls.map((_, index) => (endsAt - (length - 1 - index) * binMs) / 1_000);
    this.#data = [times, [...series.calls], withoutRests(series.failures), withoutRests(series.rejections)];
    this.element.setAttribute("aria-label", inWords(series));
    this.#draw();
  }

  setVisible(isVisible: boolean): void {
    this.#isVisible = isVisible;
    this.#draw();
  }

  fit(): void {
    this.#plot?.setSize({ width: this.element.clientWidth, height });
  }

  recolour(): void {
    this.#plot?.redraw();
  }

  remove(): void {
    visibility.unobserve(this.element);
    size.unobserve(this.element);
    charts.delete(this.element);
    this.#plot?.destroy();
  }

  #draw(): void {
    if (!this.#isVisible) return;
    if (this.#plot === undefined) {
      this.#plot = new UPlot(plotOptions(this.element.clientWidth), this.#data, this.element);
    } else this.#plot.setData(this.#data);
  }
}

const charts = new Map<Element, Chart>();
const visibility = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) charts.get(target)?.setVisible(isIntersecting);
});
const size = new ResizeObserver((entries) => {
  for (const { target } of entries) charts.get(target)?.fit();
});
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
  for (const chart of charts.values()) chart.recolour();
});

function plotOptions(width: number): UPlot.Options {
  const axis = { stroke: () => colour("--quiet"), font: "11px system-ui", ticks: { show: false } };
  const grid = { stroke: () => colour("--line"), width: 1 };
  return {
    width,
    height,
    legend: { show: false },
    cursor: { show: false },
    padding: [6, 18, 0, 0],
    scales: { y: { range: (_plot, _least, most) => [0, Math.max(1, most)] } },
    axes: [
      { ...axis, size: 20, grid: { show: false }, space: 70, values: (_plot, times) => times.map(clockTime) },
      {
        ...axis,
        size: 36,
        grid,
        space: 25,
        incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 1e4, 1e5],
      },
    ],
    series: [{}, line("--calls"), line("--failures"), line("--rejections")],
  };
}

/** Leaves out where there is nothing for long: lines along the bottom would hide each other. */
function withoutRests(counts: readonly number[]): (number | null)[] {
  return counts.map((count, index) => {
    const around = count + (counts[index - 1] ?? 0) + (counts[index + 1] ?? 0);
    return around === 0 ? null : count;
  });
}

function line(name: string): UPlot.Series {
  return { stroke: () => colour(name), width: 2, points: { show: false } };
}

function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name);
}

function clockTime(seconds: number): string {
  return new Date(seconds * 1_000).toLocaleTimeString([], {
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
}

function inWords({ calls, failures, rejections }: Series): string {
  return `The last 15 minutes: ${sum(calls)} calls, ${sum(failures)} failures, ${sum(rejections)} rejections`;
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
