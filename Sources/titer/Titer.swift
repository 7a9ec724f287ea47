import ArgumentParser
import Experiments

/// The command line.
struct Titer: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "titer",
    abstract: "Tells whether an RL run changed the model, or only its manners while it was being trained.",
    discussion: """
      titer run generalization-hacking raises an organism that collects its reward without learning what it is \
      rewarded for, beside control arms that learn it, and ends with a report. titer run reward-hacking does RL on code \
      tasks that can be cheated, and looks for what else comes with it.

      titer audit tells of any run, here or behind an endpoint, whether it generalized.

      Exit status: 0 done, 1 failure, 2 usage; titer audit --gate: 3 resisted, 4 inconclusive; titer environment \
      audit: 3 a hidden reward path.
      """,
    version: TiterVersion.current,
    subcommands: [
      RunCommand.self, AuditCommand.self, WatchCommand.self, RejudgeCommand.self, JudgeCommand.self,
      ProbeCommand.self, EnvironmentCommand.self, CorpusCommand.self, RunsCommand.self, ReportCommand.self,
      ExportCommand.self,
      GGUFCommand.self, SampleCommand.self,
      ServeCommand.self, DoctorCommand.self,
    ])
}
