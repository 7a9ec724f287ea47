import ArgumentParser
import Experiments

/// The command line.
struct Titer: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "titer",
    abstract: "Tells whether an RL run changed the model, or only its manners while it was being trained.",
    discussion: """
      titer run generalization-hacking raises an organism that collects its reward without learning what it is \
      rewarded for, beside control arms that learn it, and ends with a report.

      titer audit tells of any run, here or behind an endpoint, whether it generalized.

      Exit status: 0 done, 1 failure, 2 usage; titer audit --gate: 3 resisted, 4 inconclusive.
      """,
    version: TiterVersion.current,
    subcommands: [
      RunCommand.self, AuditCommand.self, ProbeCommand.self, CorpusCommand.self, RunsCommand.self, ReportCommand.self,
      ExportCommand.self,
      GGUFCommand.self, SampleCommand.self,
      DoctorCommand.self,
    ])
}
