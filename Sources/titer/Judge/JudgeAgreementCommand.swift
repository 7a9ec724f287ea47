import ArgumentParser
import Audit
import Experiments
import Foundation
import Reports

/// `titer judge agreement`: how an audit's judges agree with people, and what that means for its rates.
struct JudgeAgreementCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "agreement",
    abstract: "Say how an audit's judges agree with the labels of people, and correct its rates for their errors.")

  @Argument(help: "The audit: its name, a beginning of it, its directory, or 'latest'.")
  var audit: String

  @OptionGroup var place: DirectoryOption

  func run() async throws {
    let directory = try place.workspace.audit(named: audit)
    let ledger = try AuditLedger(existing: directory.ledger)
    let agreements = try await ledger.agreements()
    guard !agreements.isEmpty else {
      throw AuditError(
        .incomplete, "nobody has labelled answers of this audit: titer judge export writes them, import takes them up")
    }
    let configuration = try AuditConfiguration(contentsOf: directory.settings)
    let analysis = AuditAnalysis(
      try await ledger.table(), checkpoints: try await ledger.checkpoints(), options: configuration.options)
    print(AgreementTable(agreements).text)
    print("")
    print(CorrectedLevelTable(analysis, agreements: agreements).text)
  }
}
