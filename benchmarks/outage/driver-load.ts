import { monitorEventLoopDelay, performance } from "node:perf_hooks";

/** How busy the process was that made the calls. */
export interface DriverLoad {
  /** Share of the time in which its event loop was busy. */
  readonly busyShare: number;
  /** What 99 % of its timers were late at most, in milliseconds. */
  readonly delayP99Ms: number;
}

const resolutionMs = 10;

/** Watches this process until asked. */
export function watchLoad(): () => DriverLoad {
  const begin = performance.eventLoopUtilization();
  const delay = monitorEventLoopDelay({ resolution: resolutionMs });
  delay.enable();
  return () => {
    delay.disable();
    return {
      busyShare: performance.eventLoopUtilization(begin).utilization,
      delayP99Ms: Math.max(0, delay.percentile(99) / 1e6 - resolutionMs),
    };
  };
}
