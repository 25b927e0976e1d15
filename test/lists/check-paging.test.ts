import { expect, test } from "vitest";
import { collectPages } from "../../src/lists/collect-pages.ts";
import { clientWith, paginateByHand } from "./hand-made-list.ts";

const { client, tokens } = clientWith({});
const aPaginator =
  "paginate must be a paginator such as paginateListApps, which old releases of @aws-sdk/client-amplify do not have";

test.each<[message: string, args: readonly unknown[]]>([
  [`${aPaginator}; got undefined`, [undefined, { client }, {}]],
  [
    "paginate must be a paginator, which gives pages to iterate over; got an object",
    [async () => {}, { client }, {}],
  ],
  ["paginate must be a paginator, which gives pages to iterate over; got null", [() => null, { client }, {}]],
  ["config must be an object with a client; got undefined", [paginateByHand, undefined, {}]],
  ["config must be an object with a client; got null", [paginateByHand, null, {}]],
  ["config must be an object with a client; got an array of 1", [paginateByHand, [client], {}]],
  ["config.client must be an AmplifyClient; got undefined", [paginateByHand, client, {}]],
  ["config.client must be an AmplifyClient; got an object", [paginateByHand, { client: {} }, {}]],
  [
    "config.startingToken must be a string or undefined; got 3",
    [paginateByHand, { client, startingToken: 3 }, {}],
  ],
  ["input must be an object; got undefined", [paginateByHand, { client }]],
  ['input must be an object; got "d1"', [paginateByHand, { client }, "d1"]],
  ["options must be an object; got a function", [paginateByHand, { client }, {}, () => {}]],
])("%s", async (message, args) => {
  const collect = collectPages as unknown as (...args: readonly unknown[]) => Promise<unknown>;
  await expect(collect(...args)).rejects.toThrow(new TypeError(`collectPages: ${message}`));
  expect(tokens).toEqual([]);
});
