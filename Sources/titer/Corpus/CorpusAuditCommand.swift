import ArgumentParser
import Corpora
import Experiments
import Foundation
import Reports

/// `titer corpus audit`: proves what a corpus does not hold.
struct CorpusAuditCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit",
    abstract: "Show that a corpus holds nothing that it may not hold, or where it does.",
    discussion: """
      Forbidden are the sets that a universe names, those of --forbid \
      (\(ShippedRules.names.joined(separator: ", "))), and rules of one's own in a YAML file. Rules read every \
      document; a judge, where one is named, reads all of them or a sample.

      Exit status: 0 nothing was found, 1 something was, 2 usage, 4 (with --gate) a judge left verdicts missing.
      """)

  @Argument(help: "The corpus: JSONL with a 'text', or 'messages', on each line.")
  var corpus: String

  @Option(name: .long, help: "Forbid what this universe forbids, a shipped one or a Markdown file.")
  var universe: String?

  @Option(name: .long, help: "Forbid these sets, separated by commas: names, or YAML files.")
  var forbid: String?

  @Option(name: .long, help: "A model that reads the documents too.")
  var judge: String?

  @Option(name: .long, help: "How many documents the judge reads, drawn at random; all by default.")
  var judgeSample: Int?

  @Option(name: .long, help: "Keep the judge's answers in this file, so that none is asked for twice.")
  var journal: String?

  @Option(name: .long, help: "Where the sample is drawn from.")
  var seed: UInt64 = 1

  @Option(name: .long, help: "Write the whole report to this file, as JSON.")
  var output: String?

  @Option(name: .long, help: "How many findings to print.")
  var show = 20

  @Flag(name: .long, help: "Exit with 4 where a judge was asked and verdicts are missing.")
  var gate = false

  @OptionGroup var place: DirectoryOption

  func validate() throws {
    if universe == nil && forbid == nil { throw ValidationError("say what is forbidden: --universe or --forbid") }
    if judge == nil, journal != nil || judgeSample != nil {
      throw ValidationError("--journal and --judge-sample go with --judge")
    }
    if let judgeSample, judgeSample < 1 { throw ValidationError("--judge-sample is at least 1") }
    if show < 0 { throw ValidationError("--show is at least 0") }
  }

  func run() async throws {
    var names = try universe.map { try ShippedUniverses.universe($0).forbids } ?? []
    names += (forbid ?? "").split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
    var seen: Set<String> = []
    let sets = try names.filter { seen.insert($0).inserted }.map(ShippedRules.set)
    let audit = try LeakAudit(sets, judge: try await openJudge(), sample: judgeSample, seed: seed)
    let report = try await audit.report(on: URL(filePath: corpus))
    if let output { try report.write(to: URL(filePath: output)) }
    print(summary(of: report))
    if !report.isClean { throw ExitCode(ExitStatus.failure.rawValue) }
    if gate && report.missing > 0 { throw ExitCode(4) }
  }

  private func openJudge() async throws -> LeakJudge? {
    guard let judge else { return nil }
    let model = try await CorpusModel.open(judge, in: place.workspace)
    guard let journal else { return LeakJudge(model) }
    let answers = try AnswerJournal(at: URL(filePath: journal))
    if let note = answers.note { Console.complain(note) }
    return LeakJudge(JournaledChatModel(model, journal: answers, stage: "leak"))
  }

  private func summary(of report: LeakReport) -> String {
    // Documents are a model's text: shown, not obeyed.
    var lines = report.findings.prefix(show).map { finding in
      let rule = finding.rule.isEmpty ? finding.source.rawValue : finding.rule
      return "\(VisibleText(finding.document).plain): \(finding.set)/\(rule): \(VisibleText(finding.excerpt).plain)"
    }
    if report.findings.count > show { lines.append("… and \(report.findings.count - show) more") }
    lines += report.rates.map { rate in
      let missing = rate.missing == 0 ? "" : ", \(rate.missing) verdicts missing"
      let bound = String(
        format: "%.3f to %.3f %%", 100 * rate.interval.lower, 100 * rate.interval.upper)
      return "\(rate.set) by \(rate.source.rawValue): \(rate.documents.successes) of \(rate.documents.trials) documents"
        + " (95 %: \(bound))\(missing)"
    }
    lines.append(report.isClean ? "nothing forbidden was found" : "the corpus holds what it may not hold")
    return lines.joined(separator: "\n")
  }
}
