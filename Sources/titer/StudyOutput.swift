import Experiments
import Foundation
import Reports

/// Makes the report of a run from its ledger and shows its table.
enum StudyOutput {
  static func make(for run: RunDirectory, at destination: URL? = nil, printing: Bool = true) async throws {
    let ledger = try Ledger(reading: run.ledger)
    let report = try await StudyReport(ledger: ledger)
    let url = destination ?? run.report
    do {
      try Data(report.html().utf8).write(to: url, options: .atomic)
    } catch {
      throw RunError(
        .notWritable, "the report cannot be written to \(url.path); name another place with titer report --output",
        cause: error)
    }
    if printing { print(report.summaryTable()) }
    print("report: \(url.path)")
  }
}
