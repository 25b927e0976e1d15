const refuse = (): never => {
  throw new Error("trap");
};

const everyTrapThrows: ProxyHandler<object> = {
  get: refuse,
  has: refuse,
  ownKeys: refuse,
  getPrototypeOf: refuse,
  getOwnPropertyDescriptor: refuse,
};

function withThrowingGetters(...properties: readonly string[]): object {
  return Object.defineProperties({}, Object.fromEntries(properties.map((name) => [name, { get: refuse }])));
}

function revokedProxy(target: object): object {
  const { proxy, revoke } = Proxy.revocable(target, {});
  revoke();
  return proxy;
}

/** Everything a program can throw that is no well-behaved Error, by what it is. */
export const hostileValues: readonly (readonly [title: string, value: unknown])[] = [
  ["undefined", undefined],
  ["null", null],
  ["a string", "boom"],
  ["a number", Number.NaN],
  ["a bigint", 10n],
  ["a symbol", Symbol("boom")],
  ["a function", refuse],
  ["an object without a prototype", Object.create(null)],
  ["a frozen object", Object.freeze({ name: 1, message: {}, code: [], $fault: 2, $metadata: "none" })],
  [
    "an object whose getters throw",
    withThrowingGetters("name", "message", "stack", "code", "$fault", "$metadata", "$response"),
  ],
  ["a proxy whose traps throw", new Proxy({}, everyTrapThrows)],
  ["a proxy of an array whose traps throw", new Proxy([], everyTrapThrows)],
  ["a revoked proxy", revokedProxy({})],
];
