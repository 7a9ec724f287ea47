import ArgumentParser
import Audit
import Experiments
import Foundation
import Reports
import Statistics

/// `titer audit`: tells whether somebody's RL run generalized.
struct AuditCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit",
    abstract: "Tell whether an RL run generalized, from answers under training cues, deployment cues and neither.",
    discussion: """
      titer audit latest/full
      titer audit latest/full/seed-1/step-*
      titer audit --model http://127.0.0.1:8000/v1#organism --prompts prompts.jsonl --gate
      titer audit audit.yaml --samples 4

      The same command again asks only what has no answer yet: an audit that was interrupted goes on, one with more \
      samples asks for the rest, one with another judge judges anew. Recorded rollouts are judged and not asked:

      titer audit --rollouts completions/ --judge refusals --window 50

      Exit status: 0 done, 1 failure, 2 usage; with --gate 0 generalized, 3 resisted, 4 inconclusive.
      """)

  @Argument(help: "An audit file (YAML), or a model, as --model takes it.")
  var audit: String?

  @OptionGroup(title: "What is asked") var question: AuditQuestionOptions
  @OptionGroup(title: "How it is judged") var judging: AuditJudgingOptions
  @OptionGroup(title: "Endpoints") var endpoint: AuditEndpointOptions

  @Flag(name: .long, help: "Say what would be asked, what it would show and what it would take, and ask nothing.")
  var plan = false

  @Flag(name: .long, help: "Ask again for answers and verdicts that could not be had.")
  var retryMissing = false

  @Flag(name: .long, help: "Give the verdict as exit status: 0 generalized, 3 resisted, 4 inconclusive.")
  var gate = false

  @Option(name: .long, help: "Where to write the report; the audit's own directory by default.")
  var output: String?

  @OptionGroup var place: DirectoryOption
  @OptionGroup var progress: ProgressOptions

  func run() async throws {
    let configuration = try resolved()
    let outcome: AuditOutcome
    if configuration.rollouts.isEmpty {
      let run = try await AuditRun(configuration, in: place.workspace)
      guard !plan else {
        print(try AuditPlan(run).text)
        return
      }
      let interruption = Interruption()
      outcome = try await run.execute(
        retryingMissing: retryMissing, reporting: progress.reporter, until: interruption.request)
    } else {
      if plan { throw ValidationError("--plan is about questions to models; recorded rollouts are there already") }
      let audit = try await RecordedAudit(configuration, in: place.workspace)
      let interruption = Interruption()
      outcome = try await audit.execute(until: interruption.request)
      if outcome.unknownContexts > 0 {
        Console.complain("\(outcome.unknownContexts) rollouts do not say in which context they were drawn: left out")
      }
    }
    let report = try await AuditReport(
      ledger: outcome.ledger, options: configuration.options,
      command: "titer audit \(outcome.directory.settings.path)\(place.repetition)")
    try show(report, at: output.map { URL(filePath: $0) } ?? outcome.directory.report)
    try outcome.leave(gating: gate)
  }

  private func show(_ report: AuditReport, at url: URL) throws {
    do {
      try Data(report.html().utf8).write(to: url, options: .atomic)
    } catch {
      throw AuditError(
        .notWritable, "the report cannot be written to \(url.path); name another place with --output", cause: error)
    }
    if progress.json {
      print(try report.summary.json())
      return
    }
    if !progress.quiet {
      print(report.table())
      print("")
    }
    let headline = report.headline
    print(VisibleText(headline.title).plain)
    if !progress.quiet {
      for remark in headline.remarks { print(VisibleText(remark).plain) }
    }
    print("report: \(url.path)")
  }

  private func resolved() throws -> AuditConfiguration {
    var overrides = question.overrides + judging.overrides + endpoint.overrides
    var models = question.model
    if let audit {
      if ["yaml", "yml"].contains(URL(filePath: audit).pathExtension.lowercased()) {
        if !models.isEmpty { overrides.append(AuditOverride.list("models", models)) }
        return try AuditConfiguration(contentsOf: URL(filePath: audit), overrides: overrides)
      }
      models.insert(audit, at: 0)
    }
    if models.isEmpty, question.rollouts == nil {
      throw ValidationError(
        "name what to audit: a checkpoint such as latest/full, a directory, or an address such as "
          + "http://127.0.0.1:8000/v1#name")
    }
    overrides.append(AuditOverride.list("models", models))
    return try AuditConfiguration(yaml: "", overrides: overrides)
  }
}
