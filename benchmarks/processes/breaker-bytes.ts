// How many bytes one call of one lone breaker allocates: a process of its own, with a young generation so large that
// nothing of what is measured is collected.

import { allocatedBytes } from "../breaker-alone/allocated-bytes.ts";
import { loneBreakers } from "../breaker-alone/contenders.ts";
import { median } from "../harness/quantile.ts";

const [name] = process.argv.slice(2);
const calls = 10_000;
const readings = 5;

const collect = globalThis.gc;
if (collect === undefined) throw new Error("this process needs --expose-gc");
const breaker = loneBreakers.find((one) => one.name === name)?.make();
if (breaker === undefined) throw new Error(`there is no breaker "${name ?? ""}"`);
const fire = (): Promise<unknown> => breaker.fire();

for (let call = 0; call < 2 * calls; call++) await fire();
const bytes: number[] = [];
for (let reading = 0; reading < readings; reading++) {
  bytes.push(await allocatedBytes(fire, calls, collect));
}
process.send?.(median(bytes));
breaker.close();
process.disconnect();
