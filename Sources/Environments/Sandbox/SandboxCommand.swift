/// A program with its arguments, as it is run in the sandbox.
public struct SandboxCommand: Sendable, Hashable {
  /// The program, by its path or by a name that is looked for in `/usr/local/bin`, `/usr/bin` and `/bin`, and its
  /// arguments.
  public var arguments: [String]
  /// Variables beside `HOME`, `TMPDIR`, `PATH` and `LANG`.
  public var environment: [String: String]

  /// Creates a command.
  public init(_ arguments: [String], environment: [String: String] = [:]) {
    self.arguments = arguments
    self.environment = environment
  }

  /// A line for the shell.
  public static func shell(_ line: String) -> SandboxCommand {
    SandboxCommand(["/bin/sh", "-c", line])
  }
}
