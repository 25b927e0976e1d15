import { AmplifyClient } from "@aws-sdk/client-amplify";
import { Registry, type OpenMetricsContentType } from "prom-client";
import { createBreakers, withBreakers } from "../../src/index.ts";
import { collectMetrics } from "../../src/prometheus/index.ts";

const breakers = createBreakers();
const amplify = withBreakers(new AmplifyClient({}), breakers);

collectMetrics(breakers, { registry: new Registry() }) satisfies () => void;
collectMetrics(amplify.breakers, { registry: new Registry<OpenMetricsContentType>() });

// @ts-expect-error a client is no breakers
collectMetrics(amplify);
// @ts-expect-error there is no such option
collectMetrics(breakers, { register: new Registry() });
