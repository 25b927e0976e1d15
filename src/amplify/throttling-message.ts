/** Amplify throttles under the name BadRequestException (aws-amplify/amplify-hosting #3748, #3688). */
export const throttlingMessage: RegExp = /rate exceeded|slow down|throttl/i;
