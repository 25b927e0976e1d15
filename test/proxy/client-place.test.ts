import { AmplifyClient, type AmplifyClientConfig } from "@aws-sdk/client-amplify";
import { expect, test, vi } from "vitest";
import { readClientPlace } from "../../src/proxy/client-place.ts";

const region = "eu-west-1";

const places: readonly (readonly [string, AmplifyClientConfig, object])[] = [
  ["a region", { region }, { region }],
  ["a region that is provided later", { region: () => Promise.resolve(region) }, { region }],
  ["an endpoint", { region, endpoint: "https://amplify.test" }, { region, endpoint: "amplify.test" }],
  [
    "an endpoint that is provided later",
    { region, endpoint: () => Promise.resolve({ protocol: "https:", hostname: "amplify.test", path: "/" }) },
    { region, endpoint: "amplify.test" },
  ],
  [
    "an endpoint with port and path",
    { region, endpoint: "http://localhost:4566/amplify/" },
    { region, endpoint: "localhost:4566/amplify/" },
  ],
  [
    "an endpoint with a password, which is not shown",
    { region, endpoint: "https://user:secret@amplify.test/?key=secret" },
    { region, endpoint: "amplify.test" },
  ],
  [
    "an endpoint without a path",
    { region, endpoint: () => Promise.resolve({ protocol: "https:", hostname: "amplify.test" } as never) },
    { region, endpoint: "amplify.test" },
  ],
  ["FIPS", { region, useFipsEndpoint: true }, { region, endpoint: "fips" }],
  ["dual stack", { region, useDualstackEndpoint: true }, { region, endpoint: "dualstack" }],
  [
    "FIPS and dual stack",
    { region, useFipsEndpoint: true, useDualstackEndpoint: true },
    { region, endpoint: "fips+dualstack" },
  ],
];

test.each(places)("reads the place of a client with %s", async (_what, config, place) => {
  vi.stubEnv("AWS_CONFIG_FILE", "/nonexistent/config");
  vi.stubEnv("AWS_SHARED_CREDENTIALS_FILE", "/nonexistent/credentials");
  expect(await readClientPlace(new AmplifyClient(config).config, undefined)).toStrictEqual(place);
});

test("takes the scope that it is told", async () => {
  expect(await readClientPlace(new AmplifyClient({ region }).config, "tenant")).toEqual({
    region,
    scope: "tenant",
  });
});

test("reads nothing from a config that says nothing, or nonsense", async () => {
  expect(await readClientPlace({}, undefined)).toEqual({});
  expect(await readClientPlace({ region: 7, endpoint: "amplify.test" }, undefined)).toEqual({});
});

test.each(["region", "endpoint", "useFipsEndpoint"])("fails where %s cannot be provided", async (name) => {
  const config = { region, [name]: () => Promise.reject(new Error(`no ${name}`)) };
  await expect(readClientPlace(config, undefined)).rejects.toThrow(`no ${name}`);
  const throwing = {
    region,
    [name]: () => {
      throw new Error(`no ${name} at all`);
    },
  };
  await expect(readClientPlace(throwing, undefined)).rejects.toThrow(`no ${name} at all`);
});
