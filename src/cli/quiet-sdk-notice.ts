/**
 * Keeps the AWS SDK's notice about the end of support for this Node.js version out of the command's output.
 *
 * The SDK prints it through `process.emitWarning` when the first client is made. Somebody who watches an outage can do
 * nothing about it there, and it would tear the live view. This is the SDK's own switch for that one notice; every other
 * warning is still printed. It is read when a client is made, so call this before.
 */
export function quietSdkNotice(): void {
  process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] = "true";
}
