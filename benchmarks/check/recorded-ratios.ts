import type { Report } from "../harness/report.ts";
import type { RowRatio } from "./regressions.ts";

/**
 * The ratios of one part of a benchmark's findings, as the last full run has recorded them.
 *
 * @param reports - all that is recorded
 * @throws Error that says what is missing, and how to record it
 */
export function recordedRatios(
  reports: readonly Pick<Report, "name" | "data">[],
  benchmark: string,
  part: string,
): readonly RowRatio[] {
  const howTo = `record it with: npm run bench -- ${benchmark}`;
  const report = reports.find(({ name }) => name === benchmark);
  if (report === undefined) throw new Error(`there is no benchmarks/results/${benchmark}.json; ${howTo}`);
  const rows = (report.data as Readonly<Record<string, unknown>> | undefined)?.[part];
  if (Array.isArray(rows)) return rows as readonly RowRatio[];
  throw new Error(`benchmarks/results/${benchmark}.json has no data.${part}; ${howTo}`);
}
