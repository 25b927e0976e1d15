/**
 * A run-time schema of the SDK: a number for a simple type, a function for a reference ahead, an array for the rest.
 *
 * The layout is the one `@smithy/types` publishes as `StaticSchema`; it is described here so that the simulator
 * needs no import of Smithy's packages.
 */
export type StaticSchema = number | (() => StaticSchema) | readonly unknown[];
