import Experiments
import Foundation
import Reports

/// Makes the report of a run from its ledger and shows its table.
enum StudyOutput {
  static func make(
    for run: RunDirectory, at destination: URL? = nil, figure: URL? = nil, printing: Bool = true
  ) async throws {
    let ledger = try Ledger(reading: run.ledger)
    let report = try await report(on: ledger)
    let url = destination ?? run.report
    try write(report.html(), to: url, option: "--output")
    if let figure { try write(report.mainFigure().svg(), to: figure, option: "--figure") }
    if printing { print(report.summaryTable()) }
    print("report: \(url.path)")
  }

  private static func write(_ text: String, to url: URL, option: String) throws {
    do {
      try Data(text.utf8).write(to: url, options: .atomic)
    } catch {
      throw RunError(
        .notWritable, "the report cannot be written to \(url.path); name another place with titer report \(option)",
        cause: error)
    }
  }
}
