export { instrumentBreakers, type InstrumentOptions } from "./instrument-breakers.ts";
