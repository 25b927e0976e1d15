import { describe, expect, test } from "vitest";
import { bytesPerBreaker, bytesPerClient } from "../../../benchmarks/growth/bytes-per-breaker.ts";

describe("the bytes that protection adds", () => {
  const held = { bytes: 1_300, clients: 10, breakers: 100 };

  test("are those over the unprotected clients' own, divided by the clients", () => {
    expect(bytesPerClient(held, 300)).toBe(100);
  });

  test("are divided by the breakers of all clients", () => {
    expect(bytesPerBreaker(held, 300)).toBe(10);
  });

  test("belong to no breaker where there is none", () => {
    expect(bytesPerBreaker({ ...held, breakers: 0 }, 300)).toBeUndefined();
  });
});
