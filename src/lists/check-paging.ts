import { describeValue } from "../errors/describe-value.ts";
import { readProperty } from "../errors/read-property.ts";

/** What pages are collected with, unchecked. */
interface PagingArguments {
  readonly paginate: unknown;
  readonly config: unknown;
  readonly input: unknown;
  readonly options: unknown;
}

/** @throws TypeError that says which argument is wrong, what is allowed, and what came */
export function checkPaging({ paginate, config, input, options }: PagingArguments): void {
  if (typeof paginate !== "function") {
    throw wrong(
      "paginate",
      "a paginator such as paginateListApps, which old releases of @aws-sdk/client-amplify do not have",
      paginate,
    );
  }
  if (!isObject(config)) throw wrong("config", "an object with a client", config);
  const client = readProperty(config, "client");
  if (typeof readProperty(client, "send") !== "function") {
    throw wrong("config.client", "an AmplifyClient", client);
  }
  const token = readProperty(config, "startingToken");
  if (token !== undefined && typeof token !== "string") {
    throw wrong("config.startingToken", "a string or undefined", token);
  }
  if (!isObject(input)) throw wrong("input", "an object", input);
  if (options !== undefined && !isObject(options)) throw wrong("options", "an object", options);
}

/** @throws TypeError where the function that was given as a paginator is none */
export function checkPages<Page>(pages: unknown): asserts pages is AsyncIterable<Page> {
  if (typeof readProperty(pages, Symbol.asyncIterator) === "function") return;
  throw wrong("paginate", "a paginator, which gives pages to iterate over", pages);
}

function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function wrong(argument: string, allowed: string, value: unknown): TypeError {
  return new TypeError(`collectPages: ${argument} must be ${allowed}; got ${describeValue(value)}`);
}
