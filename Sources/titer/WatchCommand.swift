import ArgumentParser
import Audit
import Experiments
import Foundation
import Reports

/// `titer watch`: audits every new checkpoint of a running job.
struct WatchCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "watch",
    abstract: "Audit every new checkpoint of a running training job as it appears.",
    discussion: """
      titer watch out/ --prompts prompts.jsonl
      titer watch http://127.0.0.1:8000/v1 --prompts prompts.jsonl --patience 3600

      A directory is looked through for checkpoints in Hugging Face's form, in the layouts of the common trainers; each \
      is audited once, as soon as it is whole. Of an endpoint, every model that it comes to serve is one.

      Exit status: 0 done, 1 failure, 2 usage; with --gate, for the last checkpoint: 0 generalized, 3 resisted, 4 \
      inconclusive.
      """)

  @Argument(help: "The directory that the job writes its checkpoints to, or an endpoint such as http://host/v1.")
  var job: String

  @Option(name: .long, help: "Seconds between two looks.")
  var interval = 10.0

  @Option(name: .long, help: "Stop after so many seconds without a new checkpoint; never by default.")
  var patience: Double?

  @Flag(
    name: .long, help: "Give the last checkpoint's verdict as exit status: 0 generalized, 3 resisted, 4 inconclusive.")
  var gate = false

  @OptionGroup(title: "What is asked") var question: AuditQuestionOptions
  @OptionGroup(title: "How it is judged") var judging: AuditJudgingOptions
  @OptionGroup(title: "Endpoints") var endpoint: AuditEndpointOptions
  @OptionGroup var place: DirectoryOption
  @OptionGroup var progress: ProgressOptions

  func validate() throws {
    if interval <= 0 || patience.map({ $0 <= 0 }) ?? false {
      throw ValidationError("--interval and --patience are more than 0")
    }
    if !question.model.isEmpty || question.rollouts != nil {
      throw ValidationError("what is audited is what the job writes: titer watch takes no --model and no --rollouts")
    }
  }

  func run() async throws {
    let interruption = Interruption()
    let overrides = question.overrides + judging.overrides + endpoint.overrides
    let configuration = try AuditConfiguration(yaml: "", overrides: overrides + [AuditOverride.list("models", [job])])
    let watch = try AuditWatch(
      configuration, of: job, in: place.workspace, interval: .seconds(interval),
      patience: patience.map { .seconds($0) })
    let outcome = try await watch.run(
      reporting: progress.reporter, until: interruption.request,
      unaudited: { checkpoint, error in Console.complain("'\(checkpoint.id)' cannot be audited: \(error)") }
    ) { checkpoint, outcome in
      let report = try await AuditReport(
        ledger: outcome.ledger, options: configuration.options,
        command: "titer audit \(outcome.directory.settings.path)\(place.repetition)")
      try Data(report.html().utf8).write(to: outcome.directory.report, options: .atomic)
      if progress.json {
        print(try report.summary.json())
      } else {
        print("\(VisibleText(checkpoint.id).plain): \(VisibleText(report.headline.title).plain)")
        if !progress.quiet { print("report: \(outcome.directory.report.path)") }
      }
      // What reads the lines acts on each as it comes.
      fflush(nil)
    }
    guard let outcome else {
      Console.complain("no checkpoint came to \(job)")
      throw ExitCode(ExitStatus.failure.rawValue)
    }
    try outcome.leave(gating: gate)
  }
}
