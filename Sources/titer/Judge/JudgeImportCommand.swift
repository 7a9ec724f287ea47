import ArgumentParser
import Experiments
import Foundation

/// `titer judge import`: takes up what people labelled.
struct JudgeImportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Take up the labels of a table that titer judge export wrote.")

  @Argument(help: "The audit: its name, a beginning of it, its directory, or 'latest'.")
  var audit: String

  @Argument(help: "The labelled table, CSV.")
  var labels: String

  @Option(name: .long, help: "Who labelled it.")
  var rater = "person"

  @Option(name: .long, help: "The behaviour that was looked for.")
  var behaviour = JudgeReference.standardBehaviour

  @OptionGroup var place: DirectoryOption

  func run() async throws {
    let url = URL(filePath: labels)
    guard let text = try? String(contentsOf: url, encoding: .utf8) else {
      throw PromptFileError(
        .unreadable, "\(labels) cannot be read as UTF-8; name a table that titer judge export wrote")
    }
    let sheet = try LabelSheet(text: text, name: url.lastPathComponent)
    let ledger = try AuditLedger(existing: place.workspace.audit(named: audit).ledger)
    let taken = try await ledger.record(sheet, behaviour: behaviour, rater: rater)
    print("\(taken.labels) labels of \(rater), \(sheet.rows.count { $0.label == nil }) rows without one")
    guard taken.unknown == 0 else {
      throw AuditError(
        .mismatched,
        "\(taken.unknown) labelled rows are of no answer of this audit; was the table exported from another?")
    }
  }
}
