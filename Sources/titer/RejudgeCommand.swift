import ArgumentParser
import Audit
import Experiments
import Foundation
import Reports

/// `titer rejudge`: judges the answers of an audit anew.
struct RejudgeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rejudge",
    abstract: "Judge the answers of an audit anew, by another judge, and say how far it agrees with the former one.",
    discussion: """
      titer rejudge latest --judge rubric:http://127.0.0.1:8000/v1#judge

      No audited model is asked anything. Afterwards the audit goes by the new judge; the former verdicts stay in its \
      ledger, and the same command with the former judge brings them back without asking.

      Exit status: 0 done, 1 failure, 2 usage; with --gate 0 generalized, 3 resisted, 4 inconclusive.
      """)

  @Argument(help: "The audit: its name, a beginning of it, its directory, or 'latest'.")
  var audit: String

  @Flag(name: .long, help: "Give the verdict as exit status: 0 generalized, 3 resisted, 4 inconclusive.")
  var gate = false

  @OptionGroup(title: "How it is judged") var judging: AuditJudgingOptions
  @OptionGroup(title: "Endpoints") var endpoint: AuditEndpointOptions
  @OptionGroup var place: DirectoryOption
  @OptionGroup var progress: ProgressOptions

  func validate() throws {
    if judging.judge.isEmpty { throw ValidationError("name the judge, as in --judge rubric:http://host/v1#name") }
  }

  func run() async throws {
    let directory = try place.workspace.audit(named: audit)
    let rejudging = try await Rejudging(
      directory, overrides: judging.overrides + endpoint.overrides, in: place.workspace)
    let interruption = Interruption()
    let outcome = try await rejudging.execute(until: interruption.request)
    if outcome.isStopped {
      Console.write("stopped after \(outcome.judged) verdicts; the same command goes on\n")
      throw ExitCode(ExitStatus.failure.rawValue)
    }
    let report = try await AuditReport(
      ledger: outcome.ledger, options: outcome.configuration.options,
      command: "titer audit \(directory.settings.path)\(place.repetition)")
    try Data(report.html().utf8).write(to: directory.report, options: .atomic)
    if progress.json {
      print(try report.summary.json())
    } else {
      if !progress.quiet {
        print(AgreementTable(outcome.agreements).text)
        print("")
        print("before: \(outcome.former.verdict.kind.rawValue); now: \(outcome.analysis.verdict.kind.rawValue)")
      }
      print(VisibleText(report.headline.title).plain)
      print("report: \(directory.report.path)")
    }
    if gate { try outcome.analysis.verdict.leave() }
  }
}
