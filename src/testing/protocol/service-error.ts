import * as sdk from "@aws-sdk/client-amplify";

/** The errors the Amplify API models. */
export type ModelledErrorName =
  | "BadRequestException"
  | "DependentServiceFailureException"
  | "InternalFailureException"
  | "LimitExceededException"
  | "NotFoundException"
  | "ResourceNotFoundException"
  | "UnauthorizedException";

/** Errors any AWS service may answer with, which no model lists. */
export type CommonErrorName =
  | "AccessDeniedException"
  | "ExpiredTokenException"
  | "InvalidSignatureException"
  | "ServiceUnavailableException"
  | "ThrottlingException"
  | "TooManyRequestsException"
  | "UnrecognizedClientException";

/** Every error the simulator can answer with by name. */
export type ServiceErrorName = ModelledErrorName | CommonErrorName;

interface ErrorForm {
  readonly status: number;
  readonly message: string;
}

function modelled(schema: readonly unknown[], message: string): ErrorForm {
  return { status: (schema[3] as { httpError: number }).httpError, message };
}

const forms: Readonly<Record<ServiceErrorName, ErrorForm>> = {
  BadRequestException: modelled(sdk.BadRequestException$, "The request is not valid."),
  DependentServiceFailureException: modelled(
    sdk.DependentServiceFailureException$,
    "A dependent service failed.",
  ),
  InternalFailureException: modelled(sdk.InternalFailureException$, "Internal failure"),
  LimitExceededException: modelled(sdk.LimitExceededException$, "A service quota was exceeded."),
  NotFoundException: modelled(sdk.NotFoundException$, "The resource was not found."),
  ResourceNotFoundException: modelled(sdk.ResourceNotFoundException$, "The resource was not found."),
  UnauthorizedException: modelled(sdk.UnauthorizedException$, "Not authorized."),
  AccessDeniedException: { status: 403, message: "User is not authorized to perform this action." },
  ExpiredTokenException: { status: 403, message: "The security token included in the request is expired" },
  InvalidSignatureException: { status: 403, message: "Signature expired: the clocks differ too much." },
  ServiceUnavailableException: { status: 503, message: "Service Unavailable" },
  ThrottlingException: { status: 400, message: "Rate exceeded" },
  TooManyRequestsException: { status: 429, message: "Too Many Requests" },
  UnrecognizedClientException: {
    status: 403,
    message: "The security token included in the request is invalid.",
  },
};

/** The names of all errors the simulator knows, the modelled ones first. */
export const serviceErrorNames: readonly ServiceErrorName[] = Object.freeze(
  Object.keys(forms) as ServiceErrorName[],
);

/** Whether `name` is an error the simulator knows. */
export function isServiceErrorName(name: string): name is ServiceErrorName {
  return Object.hasOwn(forms, name);
}

/** An error the simulated service answers with. */
export class ServiceError extends Error {
  override readonly name: ServiceErrorName;
  readonly status: number;
  /** What the JSON body says besides `message`. */
  readonly members: Readonly<Record<string, unknown>>;

  constructor(
    name: ServiceErrorName,
    message: string = forms[name].message,
    members: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
    this.name = name;
    this.status = forms[name].status;
    // The model requires `code` of this one error.
    this.members = name === "ResourceNotFoundException" ? { code: "ResourceNotFound", ...members } : members;
  }
}

/** The service's word for a request it cannot use. */
export function badRequest(message: string): ServiceError {
  return new ServiceError("BadRequestException", message);
}

/** The service's word for what does not exist. */
export function notFound(message: string): ServiceError {
  return new ServiceError("NotFoundException", message);
}
