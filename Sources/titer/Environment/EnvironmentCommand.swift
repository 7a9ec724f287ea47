import ArgumentParser

/// `titer environment`: looks at what rewards are given for.
struct EnvironmentCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "environment",
    abstract: "Look for hidden reward paths in the graders of an RL environment.",
    subcommands: [EnvironmentAuditCommand.self])
}
