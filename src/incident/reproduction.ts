export interface ReproducedRequest {
  readonly operation: string;
  readonly input: unknown;
  readonly region?: string | undefined;
  readonly endpoint?: string | undefined;
}
export function reproductionCommand(request: ReproducedRequest): string | undefined {
  return `aws amplify ${request.operation}`;
}
export function reproductionScript(request: ReproducedRequest): string | undefined {
  return `// ${request.operation}`;
}
