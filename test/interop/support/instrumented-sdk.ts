import { registerInstrumentations } from "@opentelemetry/instrumentation";
import { AwsInstrumentation } from "@opentelemetry/instrumentation-aws-sdk";
import { InMemorySpanExporter, NodeTracerProvider, SimpleSpanProcessor } from "@opentelemetry/sdk-trace-node";

/** Every span that ended, in order. */
export const endedSpans: InMemorySpanExporter = new InMemorySpanExporter();

const provider = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(endedSpans)] });
provider.register();

/** Patches the SDK when it is loaded: to be imported before anything that imports the SDK. */
export const awsInstrumentation: AwsInstrumentation = new AwsInstrumentation();
registerInstrumentations({ instrumentations: [awsInstrumentation], tracerProvider: provider });
