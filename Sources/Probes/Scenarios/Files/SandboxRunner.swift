import Environments
import Foundation

/// Runs the commands of agents, and what they have written, in the sandbox.
public struct SandboxRunner: CommandRunner {
  private let sandbox: Sandbox
  private let limits: SandboxLimits

  /// Runs commands in `sandbox`, each within these limits.
  public init(_ sandbox: Sandbox, limits: SandboxLimits = SandboxLimits(wallSeconds: 30, cpuSeconds: 30)) {
    self.sandbox = sandbox
    self.limits = limits
  }

  public func run(_ command: [String], files: [String: String]) async throws -> CommandOutput {
    // Python may lie beside the system's programs.
    let python = URL(fileURLWithPath: try await sandbox.interpreter().executable).deletingLastPathComponent().path
    let result = try await sandbox.run(
      SandboxCommand(command, environment: ["PATH": "\(python):/usr/local/bin:/usr/bin:/bin"]),
      files: files.mapValues { Data($0.utf8) }, limits: limits)
    return CommandOutput(
      status: result.stop == nil ? result.status.map(Int32.init(truncatingIfNeeded:)) : nil,
      output: String(decoding: result.output, as: UTF8.self), errors: String(decoding: result.error, as: UTF8.self))
  }
}
