import type { App, ListAppsCommandOutput } from "@aws-sdk/client-amplify";

interface HandMadeInput {
  nextToken?: string;
}

/** A client as far as a hand-made paginator needs one. */
interface HandMadeClient {
  send(input: HandMadeInput, ...options: readonly unknown[]): Promise<ListAppsCommandOutput>;
}

interface HandMadeConfig {
  readonly client: HandMadeClient;
  readonly startingToken?: string | undefined;
  readonly stopOnSameToken?: boolean;
}

/** What one call comes to: a page, or an error. */
export type Answer = ListAppsCommandOutput | Error;

/** A page of apps named so; `nextToken` leads to the next. */
export function pageOf(names: readonly string[], nextToken?: string): ListAppsCommandOutput {
  const apps = names.map((name) => ({ name }) as App);
  return { apps, $metadata: {}, ...(nextToken === undefined ? {} : { nextToken }) };
}

/** The names of the apps in a list. */
export function namesIn(apps: readonly App[]): (string | undefined)[] {
  return apps.map(({ name }) => name);
}

/** A client that answers by the token it is asked with, `start` for none, and what it was sent. */
export function clientWith(answers: Readonly<Record<string, Answer>>) {
  const tokens: (string | undefined)[] = [];
  const options: (readonly unknown[])[] = [];
  const client: HandMadeClient = {
    send: (input, ...rest) => {
      tokens.push(input.nextToken);
      options.push(rest);
      const answer = answers[input.nextToken ?? "start"] ?? new Error(`no page ${input.nextToken}`);
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
    },
  };
  return { client, tokens, options };
}

/** Does what the SDK's paginators do: it writes the token into its input, and goes on while there is one. */
export async function* paginateByHand(
  { client, startingToken, stopOnSameToken = false }: HandMadeConfig,
  input: HandMadeInput,
  ...options: readonly unknown[]
): AsyncGenerator<ListAppsCommandOutput, undefined> {
  let token = startingToken ?? input.nextToken;
  let hasNext = true;
  while (hasNext) {
    if (token !== undefined) input.nextToken = token;
    const page = await client.send(input, ...options);
    yield page;
    const { nextToken } = page;
    hasNext = nextToken !== undefined && nextToken !== "" && !(stopOnSameToken && nextToken === token);
    token = nextToken;
  }
  return undefined;
}
