import { describe, expect, test } from "vitest";
import { aCircuit, says } from "./a-circuit.ts";

describe("statistics", () => {
  test("count the calls that were refused, and those that a fallback answered", () => {
    const { core } = aCircuit();
    for (let refused = 0; refused < 3; refused++) core.countRejection();
    for (let answered = 0; answered < 2; answered++) core.countFallback();
    expect(core.stats()).toMatchObject({ rejections: 3, fallbacks: 2 });
  });

  test.each(["failure", "throttled", "notFound", "localError", "cancelled"] as const)(
    "know nothing of good answers where there was none: %s",
    (other) => {
      const circuit = aCircuit();
      circuit.calls(3, says[other]);
      expect(circuit.core.successes).toBe(0);
      expect(circuit.core.stats()).toMatchObject({ successes: 0, p50Ms: null, p99Ms: null });
    },
  );
});
