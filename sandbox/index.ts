/**
 * Runs the built functions of an app on this machine, with a local Frame.io and local AWS services.
 *
 * @module frameio-lambda/sandbox
 */

export {
  type RunningSandbox,
  type SandboxFile,
  type SandboxUpload,
  type StartSandboxOptions,
  startSandbox,
} from './start-sandbox.ts';
