import ArgumentParser
import Experiments
import Foundation

/// `titer judge export`: writes answers for people to label.
struct JudgeExportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write a random sample of an audit's answers as CSV, for people to label.",
    discussion: """
      The table is blind: no row says under which cue, at which checkpoint or with which verdict an answer was given, \
      and the answers come without their reasoning. Whoever labels writes yes or no in the last column.
      """)

  @Argument(help: "The audit: its name, a beginning of it, its directory, or 'latest'.")
  var audit: String

  @Option(name: .long, help: "How many answers.")
  var count = 100

  @Option(name: .long, help: "Answers of this checkpoint alone.")
  var checkpoint: String?

  @Option(name: .long, help: "Decides which answers, and in which order.")
  var seed: UInt64 = 1

  @Option(name: .long, help: "The file to write.")
  var output: String

  @OptionGroup var place: DirectoryOption

  func validate() throws {
    if count < 1 { throw ValidationError("--count is at least 1") }
  }

  func run() async throws {
    let ledger = try AuditLedger(existing: place.workspace.audit(named: audit).ledger)
    let sheet = try await ledger.sheet(count: count, of: checkpoint, seed: seed)
    guard !sheet.rows.isEmpty else {
      throw AuditError(.incomplete, "the audit has no such answers; ask first, or name another --checkpoint")
    }
    do {
      try Data(sheet.text.utf8).write(to: URL(filePath: output), options: .withoutOverwriting)
    } catch {
      throw AuditError(
        .notWritable, "\(output) cannot be written, or is there already; name another --output", cause: error)
    }
    print("\(sheet.rows.count) answers to label: \(output)")
  }
}
