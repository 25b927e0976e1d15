import { describe, expect, test } from "vitest";
import { callTarget } from "../../src/incident/call-target.ts";

const endpointOf = (endpoint: string): string | undefined =>
  callTarget({ operation: "ListApps", input: {}, endpoint }).endpoint;
const regionOf = (region: string): string | undefined =>
  callTarget({ operation: "ListApps", input: {}, region }).region;

describe("an endpoint", () => {
  test.each([
    ["a host", "proxy.example.com", "https://proxy.example.com"],
    ["a host with a port", "proxy.example.com:8443", "https://proxy.example.com:8443"],
    ["a host with a path", "proxy.example.com/amplify", "https://proxy.example.com/amplify"],
    ["this machine", "localhost:4566", "http://localhost:4566"],
    ["this machine's address", "127.0.0.1:4566/path", "http://127.0.0.1:4566/path"],
    ["this machine's address in version 6", "[::1]:4566", "http://[::1]:4566"],
    ["a host that begins like this machine", "localhost.example.com", "https://localhost.example.com"],
    ["a number that begins like this machine", "127.0.0.1.example.com", "https://127.0.0.1.example.com"],
    ["a URL", "http://proxy.example.com:8080/", "http://proxy.example.com:8080"],
    ["a URL in capitals", "HTTPS://Proxy.Example.com", "https://proxy.example.com"],
    ["a URL with a password", "https://user:pass@proxy.example.com/a", "https://proxy.example.com/a"],
    ["a host with a password", "user:pass@proxy.example.com", "https://proxy.example.com"],
    ["a URL with a query", "https://proxy.example.com/a?key=pass#pass", "https://proxy.example.com/a"],
    ["what is no URL, with a password", "https://user:pass@a host:x?key=pass", "https://a_host:x"],
    ["a host that is written otherwise", "bücher.example", "https://xn--bcher-kva.example"],
    ["lines", "a b\nc\u202e.example", "https://a_b_c_.example"],
  ])("that is %s becomes a URL without secrets", (_, endpoint, url) => {
    expect(endpointOf(endpoint)).toBe(url);
  });

  test("whose protocol nobody named is told apart", () => {
    const isGuessed = (endpoint: string): boolean =>
      callTarget({ operation: "ListApps", input: {}, endpoint }).isProtocolGuessed;
    expect(["a.example", "localhost:1", "https://a.example", "fips", ""].map(isGuessed)).toEqual([
      ...[true, true, false, false, false],
    ]);
  });

  test.each([
    ["fips", { isFips: true, isDualStack: false }],
    ["dualstack", { isFips: false, isDualStack: true }],
    ["fips+dualstack", { isFips: true, isDualStack: true }],
  ])("%s is the region's own, and no host", (endpoint, variant) => {
    expect(callTarget({ operation: "ListApps", input: {}, endpoint })).toEqual({
      ...{ region: undefined, endpoint: undefined, isProtocolGuessed: false },
      ...variant,
    });
  });

  test("that only begins like the region's own is a host", () => {
    expect(endpointOf("fips.example.com")).toBe("https://fips.example.com");
    expect(endpointOf("my-fips")).toBe("https://my-fips");
  });

  test("is cut where it is longer than any", () => {
    expect(endpointOf(`a.example/${"x".repeat(5_000)}`)).toHaveLength(1_000);
    expect(endpointOf(`a b/${"x".repeat(5_000)}`)).toHaveLength(1_000);
  });
});

describe("a region", () => {
  test("is as it was given", () => {
    expect(regionOf("eu-west-1")).toBe("eu-west-1");
    expect(regionOf("$(id);'\"`")).toBe("$(id);'\"`");
  });

  test("is left out where there is none", () => {
    expect(regionOf("")).toBeUndefined();
  });

  test("stays on one line and is no other region for it", () => {
    expect(regionOf("eu-west-1\n\u202e é")).toBe("eu-west-1____");
  });

  test("is cut where it is longer than any", () => {
    expect(regionOf("x".repeat(5_000))).toHaveLength(100);
  });
});
