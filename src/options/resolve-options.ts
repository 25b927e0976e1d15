import type { BreakerOptions } from "./breaker-options.ts";
import { Settings } from "./settings.ts";

/**
 * Checks the options, fills in what they leave out, and keeps no reference to them.
 *
 * @throws TypeError or RangeError that names the wrong option, what is allowed, and what came
 */
export function resolveOptions(options?: BreakerOptions): Settings {
  return new Settings(options);
}
